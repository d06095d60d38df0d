import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { Failure, ofDisk, systemCode } from '../errors.ts';
import { refuseSwappable } from '../files/swappable.ts';
import type { Ledger } from './ledger.ts';

/**
 * Makes the temporary folder of a run, for programs and mount points. Others may pass through it to what they know by
 * name: the app is another user's process. They can't list or write it, nor put another in its place. Throws a Failure
 * of kind `missing` where the temporary folder is no place for it.
 */
export function makeWorkFolder(ledger: Pick<Ledger, 'name' | 'enter'>, env = process.env): string {
  const place = resolve(tmpdir()); // TMPDIR may be relative, and whoever undoes it elsewhere
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

/** Made by nobody else: what was there is not taken, nor undone. */
function make(folder: string, forget: () => void): void {
  try {
    mkdirSync(folder, { mode: 0o711 });
  } catch (error) {
    forget();
    throw error;
  }
}
