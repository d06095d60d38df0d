import { accessSync, constants, fchownSync, lstatSync, readlinkSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemCode, tolerate } from '../errors.ts';
import { userBehindSudo, type User } from '../process/step-down.ts';

type Env = Record<string, string | undefined>;

/**
 * Does what touches a folder's files, also as root, with no more rights than those of whoever may have planted something
 * there: where the folder, or a link that leads to it, is not root's, those of the user behind `sudo`, else of its owner.
 * So a link to a file of root's gains nobody anything. The rights are those of the whole process: `act` must be done
 * when it returns.
 */
export function withRightsFor<T>(folder: string, act: () => T, env: Env = process.env): T {
  if (process.geteuid?.() !== 0) return act();
  const other = otherOwner(folder);
  return other === null ? act() : actAs(userBehindSudo(env) ?? other, act);
}

/** Gives what root has just made, and holds open, to the user behind `sudo`. */
export function handOver(descriptor: number, env: Env = process.env): void {
  const user = process.geteuid?.() === 0 ? userBehindSudo(env) : null;
  if (user !== null) fchownSync(descriptor, user.uid, user.gid);
}

/** Whether the user behind `sudo`, where there is one, has a way to a path. */
export function userGetsTo(path: string, env: Env = process.env): boolean {
  const user = process.geteuid?.() === 0 ? userBehindSudo(env) : null;
  return tolerate(['EACCES'], () => user !== null && actAs(user, () => isThere(path)), false);
}

/** The nearest folder at or above a path that is there. */
export function nearest(path: string): string {
  return isThere(path) ? path : nearest(dirname(path));
}

export function isThere(path: string): boolean {
  return tolerate(['ENOENT'], () => statSync(path), null) !== null;
}

/** Whether this user may do what `mode` says with a path, or get to it. */
export function mayAccess(path: string, mode = constants.F_OK): boolean {
  return tolerate('any', () => accessSync(path, mode), false) !== false;
}

/** Does something with the rights of a user; as root where root may not become another, or not this one. */
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

/** As in a container whose root has not all rights, or does not know the number. */
function mayNot(error: unknown): boolean {
  return ['EPERM', 'EINVAL'].includes(systemCode(error) ?? '');
}

/** Those that the user is in; the one alone where the host does not know the user. */
function takeGroups(uid: number, gid: number): void {
  const { initgroups } = process as { initgroups?: (user: number, group: number) => void };
  try {
    initgroups?.(uid, gid);
  } catch (error) {
    if (systemCode(error) !== 'ERR_UNKNOWN_CREDENTIAL') throw error;
    process.setgroups?.([gid]);
  }
}

/** Who else than root says where a path leads and what lies there; null where nobody does. */
function otherOwner(folder: string): User | null {
  const { uid, gid } = statSync(nearest(folder));
  return uid === 0 ? linkOwner(folder) : { uid, gid };
}

/** Who else than root owns a link on the way to a path. */
function linkOwner(path: string): User | null {
  const above = dirname(path) === path ? null : linkOwner(dirname(path));
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (above !== null || !stat?.isSymbolicLink()) return above;
  return stat.uid === 0
    ? linkOwner(resolve(dirname(path), readlinkSync(path)))
    : { uid: stat.uid, gid: stat.gid };
}
