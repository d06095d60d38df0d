import { accessSync, constants, fchownSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemCode, tolerate } from '../errors.ts';
import { ownEnv, type Environment } from '../process/caller.ts';
import { userBehindSudo, type User } from '../process/step-down.ts';

/**
 * Touches a folder's files, even as root, only with the rights of whoever may have planted something there: if the
 * folder, or a link leading to it, is not root's, those of the user behind `sudo`, otherwise of its owner. A link
 * to one of root's files thus gains nothing. The rights apply to the whole process: `act` must be done when it
 * returns.
 */
export function withRightsFor<T>(folder: string, env: Environment = ownEnv, act: () => T): T {
  if (process.geteuid?.() !== 0) return act();
  const other = otherOwner(folder);
  return other === null ? act() : actAs(userBehindSudo(env) ?? other, act);
}

/** Gives a file that root has just made, and holds open, to the user behind `sudo`. */
export function handOver(descriptor: number, env: Environment = ownEnv): void {
  const user = process.geteuid?.() === 0 ? userBehindSudo(env) : null;
  if (user !== null) fchownSync(descriptor, user.uid, user.gid);
}

/** Whether the user behind `sudo`, if any, can reach a path. */
export function userGetsTo(path: string, env: Environment = ownEnv): boolean {
  const user = process.geteuid?.() === 0 ? userBehindSudo(env) : null;
  return tolerate(['EACCES'], () => user !== null && actAs(user, () => isThere(path)), false);
}

/** The nearest existing folder at or above a path. */
export function nearest(path: string): string {
  return isThere(path) ? path : nearest(dirname(path));
}

export function isThere(path: string): boolean {
  return tolerate(['ENOENT'], () => statSync(path), null) !== null;
}

/** Whether this user has `mode` access to a path, or can reach it. */
export function mayAccess(path: string, mode = constants.F_OK): boolean {
  return tolerate('any', () => accessSync(path, mode), false) !== false;
}

/** Acts with a user's rights; as root if root can't become another user, or not this one. */
function actAs<T>(user: User, act: () => T): T {
  const goBack = become(user);
  try {
    return act();
  } finally {
    goBack();
  }
}

function become({ uid, gid }: User): () => void {
  const groups = process.getgroups?.() ?? [];
  const ownGid = process.getegid?.() ?? 0;
  const goBack = () => {
    process.seteuid?.(0);
    process.setegid?.(ownGid);
    process.setgroups?.(groups);
  };
  try {
    takeGroups(uid, gid);
    process.setegid?.(gid);
    process.seteuid?.(uid);
    return goBack;
  } catch (error) {
    if (!mayNot(error)) throw error;
  }
  try {
    goBack();
  } catch (error) {
    if (!mayNot(error)) throw error;
  }
  return () => undefined;
}

/** As in a container whose root lacks privileges, or does not know the id. */
function mayNot(error: unknown): boolean {
  return ['EPERM', 'EINVAL'].includes(systemCode(error) ?? '');
}

/** The user's groups; only this one if the host does not know the user. */
function takeGroups(uid: number, gid: number): void {
  const { initgroups } = process as { initgroups?: (user: number, group: number) => void };
  try {
    initgroups?.(uid, gid);
  } catch (error) {
    if (systemCode(error) !== 'ERR_UNKNOWN_CREDENTIAL') throw error;
    process.setgroups?.([gid]);
  }
}

/** Who besides root controls where a path leads and what is there; null if nobody. */
function otherOwner(folder: string): User | null {
  const { uid, gid } = statSync(nearest(folder));
  return uid === 0 ? linkOwner(folder) : { uid, gid };
}

/** Who besides root owns a link on the way to a path. */
function linkOwner(path: string): User | null {
  const above = dirname(path) === path ? null : linkOwner(dirname(path));
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (above !== null || !stat?.isSymbolicLink()) return above;
  return stat.uid === 0
    ? linkOwner(resolve(dirname(path), readlinkSync(path)))
    : { uid: stat.uid, gid: stat.gid };
}
