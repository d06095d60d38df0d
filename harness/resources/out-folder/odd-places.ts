import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { Failure } from '../../errors.ts';
import { nearest } from '../../files/rights.ts';

/** Where the kernel presents itself as files: a folder made there may be a cgroup. */
const odd = ['/proc', '/sys', '/dev'];
/** A tmpfs for everyone. */
const fine = ['/dev/shm'];

/** Throws a usage Failure if a results folder is somewhere not meant for files. */
export function refuseOddPlace(folder: string): void {
  const path = realpathSync(nearest(folder));
  const isBelow = (place: string) => `${path}${sep}`.startsWith(`${place}${sep}`);
  if (fine.some(isBelow) || !odd.some(isBelow)) return;
  throw new Failure(
    'usage',
    `The folder ${folder} can't take the results: ${path} holds no ordinary files.`,
    { hint: 'Name another one with --out DIR.' },
  );
}
