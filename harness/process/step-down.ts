import { tolerate } from '../errors.ts';
import { unusedUser, type User } from './unused-user.ts';

export type { User };

/** The kernel's ids of a user without any rights (`/proc/sys/kernel/overflowuid`). */
const nobody: User = { uid: 65_534, gid: 65_534 };

/**
 * The user for work that does not need root: the one behind `sudo`, otherwise an unused one, different for each
 * call.
 */
export function plainUser(env: Record<string, string | undefined>): User {
  return userBehindSudo(env) ?? unusedUser() ?? nobody;
}

/** Null if this process was not started by `sudo`, or root used it. */
export function userBehindSudo(env: Record<string, string | undefined>): User | null {
  const uid = Number(env['SUDO_UID'] ?? 0);
  const gid = Number(env['SUDO_GID'] ?? 0);
  return uid > 0 && gid > 0 ? { uid, gid } : null;
}

/**
 * Drops root for good, in this process and all it starts. No effect without root, or in a container whose root
 * can't change user (EPERM) or has no other (EINVAL), and so has no other privilege either.
 */
export function stepDown(env: Record<string, string | undefined>): void {
  become(plainUser(env));
}

/** Becomes whoever started this by `sudo`, for good, in this process and all it starts. No effect otherwise. */
export function becomeCaller(env: Record<string, string | undefined>): void {
  const user = userBehindSudo(env);
  if (user !== null) become(user);
}

function become({ uid, gid }: User): void {
  if (process.getuid?.() !== 0) return;
  const step = () => {
    process.setgroups?.([]);
    process.setgid?.(gid);
    process.setuid?.(uid);
  };
  tolerate(['EPERM', 'EINVAL'], step, undefined);
}
