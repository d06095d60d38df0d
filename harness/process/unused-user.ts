import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

export interface User {
  uid: number;
  gid: number;
}

/**
 * Ids that no distribution assigns and that a usual user namespace of 65,536 includes.
 * https://systemd.io/UIDS-GIDS/ (60578 to 61183: "unused")
 */
const first = 60_578;
const count = 61_183 - first + 1;

/**
 * A user id that nobody uses: absent from the files of /etc that assign ids, and from all processes. `nobody`
 * (65534) is shared by many daemons, which may signal and trace each other. Random, so that simultaneous callers do
 * not collide. Null if all are taken.
 */
export function unusedUser(root = '/'): User | null {
  const isTaken = takenNumbers(root);
  const from = randomInt(count);
  for (let step = 0; step < count; step++) {
    const uid = first + ((from + step) % count);
    if (!isTaken(uid)) return { uid, gid: uid };
  }
  return null;
}

function takenNumbers(root: string): (id: number) => boolean {
  const named = new Set(
    ['passwd', 'group'].flatMap((file) => fieldsOf(root, file).map(([, , id]) => Number(id))),
  );
  const ranges = ['subuid', 'subgid'].flatMap((file) =>
    fieldsOf(root, file).map(([, from, length]) => [Number(from), Number(from) + Number(length)] as const),
  );
  const running = new Set(runningUsers(root));
  return (id) => named.has(id) || running.has(id) || ranges.some(([from, to]) => id >= from && id < to);
}

/** Fields of each line of a file in /etc; empty if it is missing. */
function fieldsOf(root: string, name: string): string[][] {
  const text = ifThere(() => readFileSync(join(root, 'etc', name), 'utf8')) ?? '';
  return text.split('\n').map((line) => line.split(':'));
}

/** The users of all processes. Owners of /proc folders won't do: root's, if a process changed its user. */
function runningUsers(root: string): number[] {
  const entries = ifThere(() => readdirSync(join(root, 'proc'))) ?? [];
  return entries
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap(
      (pid) => ifThere(() => usersIn(readFileSync(join(root, 'proc', pid, 'status'), 'latin1'))) ?? [],
    );
}

/** Real, effective, saved and file system ids. */
function usersIn(status: string): number[] {
  return /^Uid:\s*(.*)$/m.exec(status)?.[1]?.split('\t').map(Number) ?? [];
}

function ifThere<T>(look: () => T): T | null {
  return tolerate(['ENOENT', 'ESRCH', 'EACCES'], look, null);
}
