import { systemCode } from '../errors.ts';
import { unusedUser, type User } from './unused-user.ts';

export type { User };

/** The numbers that the kernel takes for a user without any rights (`/proc/sys/kernel/overflowuid`). */
const nobody: User = { uid: 65_534, gid: 65_534 };

/**
 * Who does what takes no root where this process is root's: the user behind `sudo`, else one that nobody else is,
 * another one for each that asks.
 */
export function plainUser(env: Record<string, string | undefined>): User {
  return userBehindSudo(env) ?? unusedUser() ?? nobody;
}

/** Null where this process was not started by `sudo`, or by root with it. */
export function userBehindSudo(env: Record<string, string | undefined>): User | null {
  const uid = Number(env['SUDO_UID'] ?? 0);
  const gid = Number(env['SUDO_GID'] ?? 0);
  return uid > 0 && gid > 0 ? { uid, gid } : null;
}

/**
 * Gives root up for good, in this process and all that it starts. Of no effect where it is not root's, and in a
 * container whose root has no right to become another (EPERM) or knows of no other (EINVAL), nor any other right.
 */
export function stepDown(env: Record<string, string | undefined>): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = plainUser(env);
  try {
    process.setgroups?.([]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  } catch (error) {
    if (!['EPERM', 'EINVAL'].includes(systemCode(error) ?? '')) throw error;
  }
}
