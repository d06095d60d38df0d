import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { Failure, ofDisk, systemCode } from '../errors.ts';
import { refuseSwappable } from '../files/swappable.ts';
import type { Environment } from '../process/caller.ts';
import type { Ledger } from './ledger.ts';

/**
 * Makes a run's temporary folder, for programs and mount points. Others may pass through it to paths they know, as
 * the app runs as another user, but can't list, write or replace it. Throws a Failure of kind `missing` if the
 * temporary folder is unsuitable.
 */
export function makeWorkFolder(ledger: Pick<Ledger, 'name' | 'enter'>, env: Environment): string {
  const place = resolve(tmpdir()); // TMPDIR may be relative, and cleanup may run elsewhere
  const folder = resolve(place, ledger.name);
  try {
    refuseSwappable(place, 'TMPDIR', env);
    const entry = ledger.enter({ kind: 'folder', name: folder });
    make(folder, entry.settled);
    return folder;
  } catch (error) {
    const known = ofDisk(error);
    if (known instanceof Failure || !systemCode(error)) throw known;
    throw new Failure('missing', `The temporary folder ${place} can't be used (${systemCode(error)}).`, {
      hint: 'Name another one: TMPDIR=DIR',
      cause: error,
    });
  }
}

/** Never adopts an existing folder, nor undoes one. */
function make(folder: string, forget: () => void): void {
  try {
    mkdirSync(folder, { mode: 0o711 });
  } catch (error) {
    forget();
    throw error;
  }
}
