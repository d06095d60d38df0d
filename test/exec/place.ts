import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the programs of a test write. */
export interface ExecPlace {
  /** Where a tmpfs may be mounted. */
  memory: string;
  /** A folder on a disk, with a file `clean` of 50 MiB and one `locked` of 100 MiB. */
  disk: string;
  /** Drops the two files from the cache: pages that are in it are charged to whoever brought them in. */
  evict: () => void;
  remove: () => void;
}

export function makeExecPlace(): ExecPlace {
  // In a guest whose root is the host's, only its own disk is one.
  const disk = mkdtempSync(join(process.env['V2'] ? '/scratch' : tmpdir(), 'nal-exec-'));
  mkdirSync(join(disk, 'memory'));
  const block = Buffer.alloc(2 ** 20, 'x');
  for (const [name, mebibytes] of [
    ['clean', 50],
    ['locked', 100],
  ] as const) {
    for (let at = 0; at < mebibytes; at++) writeFileSync(join(disk, name), block, { flag: 'a' });
  }
  spawnSync('sync', [join(disk, 'clean'), join(disk, 'locked')]);
  const evict = () => {
    for (const name of ['clean', 'locked'])
      spawnSync('dd', [`if=${join(disk, name)}`, 'iflag=nocache', 'count=0']);
  };
  return {
    memory: join(disk, 'memory'),
    disk,
    evict,
    remove: () => rmSync(disk, { recursive: true, force: true }),
  };
}
