import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

export interface User {
  uid: number;
  gid: number;
}

/**
 * Numbers that no distribution gives to anybody, and that a user namespace of the usual 65,536 has too.
 * https://systemd.io/UIDS-GIDS/ (60578 to 61183: "unused")
 */
const first = 60_578;
const count = 61_183 - first + 1;

/**
 * A user that is nobody else's: it is in none of the files of /etc that give numbers away, and no process runs as it.
 * `nobody` (65534) is shared by daemons of all kinds, each of which may signal and trace the others. At random, so
 * that those who ask at the same moment do not meet. Null where all are taken.
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

/** The fields of each line of a file in /etc; none where it is not there. */
function fieldsOf(root: string, name: string): string[][] {
  const text = ifThere(() => readFileSync(join(root, 'etc', name), 'utf8')) ?? '';
  return text.split('\n').map((line) => line.split(':'));
}

/** The users of all processes. Not the owners of their folders: that is root where one has changed its user. */
function runningUsers(root: string): number[] {
  const entries = ifThere(() => readdirSync(join(root, 'proc'))) ?? [];
  return entries
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap(
      (pid) => ifThere(() => usersIn(readFileSync(join(root, 'proc', pid, 'status'), 'latin1'))) ?? [],
    );
}

/** Real, effective, saved and of the file system. */
function usersIn(status: string): number[] {
  return /^Uid:\s*(.*)$/m.exec(status)?.[1]?.split('\t').map(Number) ?? [];
}

function ifThere<T>(look: () => T): T | null {
  return tolerate(['ENOENT', 'ESRCH', 'EACCES'], look, null);
}
