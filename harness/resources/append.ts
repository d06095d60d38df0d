import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';
import { Failure, tolerate } from '../errors.ts';
import type { LedgerLine } from './line.ts';

/** Makes a ledger with its first line; leaves no file if that can't be written. */
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

/** Appends a line to a ledger at once, before the resource it names is made. */
export function appendLine(file: string, line: LedgerLine): void {
  const descriptor = openSync(file, constants.O_APPEND | constants.O_WRONLY); // never recreated
  try {
    // Starts a new line even if the one before is incomplete.
    writeWhole(descriptor, file, `\n${JSON.stringify(line)}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/** Strikes entries out; fine if someone else has meanwhile settled the whole ledger. */
export function strikeOut(file: string, undone: number[]): void {
  tolerate(['ENOENT'], () => appendLine(file, { undone }), undefined);
}

/** A nearly full disk takes part of a line without an error. */
function writeWhole(descriptor: number, file: string, text: string): void {
  if (written(descriptor, text) === Buffer.byteLength(text)) return;
  throw new Failure('infrastructure', `Can't write ${file}: the disk is full.`, {
    hint: 'Make room, or name another folder: REPRO_STATE_DIR=DIR',
  });
}

function written(descriptor: number, text: string): number {
  return tolerate(['ENOSPC'], () => writeSync(descriptor, text), 0);
}
