import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Ledger } from './ledger.ts';

/**
 * Makes the temporary folder of a run, for programs and mount points. Others may pass through it to what they
 * know by name: the app is another user's process. They can't list or write it.
 */
export function makeWorkFolder(ledger: Ledger): string {
  const folder = resolve(tmpdir(), ledger.name); // TMPDIR may be relative, and whoever undoes it elsewhere
  ledger.owe({ kind: 'folder', name: folder });
  mkdirSync(folder, { mode: 0o711 });
  return folder;
}
