import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';
import { Failure, systemCode } from '../errors.ts';
import type { LedgerLine } from './line.ts';

/** Makes a ledger with its first line; where that can't be written there is no file. */
export function createLedger(file: string, line: LedgerLine): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeWhole(descriptor, file, `${JSON.stringify(line)}\n`);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Adds a line to a ledger, at once: it is in the file before what it says is made. */
export function appendLine(file: string, line: LedgerLine): void {
  const descriptor = openSync(file, constants.O_APPEND | constants.O_WRONLY); // never made anew
  try {
    // It begins anew also where the line before it is not whole.
    writeWhole(descriptor, file, `\n${JSON.stringify(line)}\n`);
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

/** A disk that is almost full takes a part of a line, and says nothing of it. */
function writeWhole(descriptor: number, file: string, text: string): void {
  if (written(descriptor, text) === Buffer.byteLength(text)) return;
  throw new Failure('infrastructure', `Can't write ${file}: the disk is full.`, {
    hint: 'Make room, or name another folder: REPRO_STATE_DIR=DIR',
  });
}

function written(descriptor: number, text: string): number {
  try {
    return writeSync(descriptor, text);
  } catch (error) {
    if (systemCode(error) === 'ENOSPC') return 0;
    throw error;
  }
}
