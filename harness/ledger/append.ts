import { closeSync, constants, openSync, writeFileSync, writeSync } from 'node:fs';
import { systemCode } from '../errors.ts';
import type { LedgerLine } from './read.ts';

/** Makes a ledger with its first line. */
export function createLedger(file: string, line: LedgerLine): void {
  writeFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flag: 'wx' });
}

/** Adds a line to a ledger, at once: it is in the file before what it says is made. */
export function appendLine(file: string, line: LedgerLine): void {
  const descriptor = openSync(file, constants.O_APPEND | constants.O_WRONLY); // never made anew
  try {
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/** Strikes things out; where somebody else has settled the whole ledger meanwhile, that is done. */
export function strikeOut(file: string, undone: number[]): void {
  try {
    appendLine(file, { undone });
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}
