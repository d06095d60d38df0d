import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { parseLine } from './line.ts';
import { isOwn, type ReadEntry } from './resource.ts';
import { stateOf, type Owner, type OwnerState } from './owner.ts';
import { refuseOthers, stateFolder } from './place.ts';

/** A ledger as read from its file. */
export interface ReadLedger {
  file: string;
  run: string;
  startedAt: string;
  owner: Owner;
  state: OwnerState;
  /** Open entries, oldest first. */
  entries: ReadEntry[];
}

/** All of this user's ledgers on this host, and files that are not ledgers. */
export function readLedgers(env: Record<string, string | undefined>): {
  ledgers: ReadLedger[];
  unreadable: string[];
} {
  const folder = stateFolder(env);
  const ledgers: ReadLedger[] = [];
  const unreadable: string[] = [];
  for (const file of filesIn(folder)) {
    const ledger = readLedger(file);
    if (ledger === 'gone') continue;
    if (ledger) ledgers.push(ledger);
    else unreadable.push(file);
  }
  return { ledgers, unreadable };
}

/** Reads one ledger; null if the file is not one. */
export function readLedger(file: string): ReadLedger | 'gone' | null {
  const text = textOf(file);
  if (text === undefined) return 'gone';
  if (text === null) return null;
  const lines = text.split('\n').flatMap(parseLine);
  const [first] = lines;
  if (first === undefined || !('owner' in first)) return null;
  const { owner, run, startedAt } = first;
  const entries = new Map<number, ReadEntry>();
  for (const line of lines) {
    if ('entry' in line && isOwn(line.entry, run))
      entries.set(line.id, { ...line.entry, id: line.id, atMs: line.atMs, kept: false });
    if ('undone' in line) for (const id of line.undone) entries.delete(id);
    if ('keep' in line)
      for (const id of line.keep) {
        const entry = entries.get(id);
        if (entry) entry.kept = true;
      }
  }
  return { file, run, startedAt, owner, state: stateOf(owner), entries: [...entries.values()] };
}

/** Undefined if it is gone, null if it is not a regular file: reading a FIFO would never end. */
function textOf(file: string): string | null | undefined {
  try {
    if (!lstatSync(file).isFile()) return null; // nor a link: its owner may differ from the target's
    refuseOthers(file);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined; // its run has just ended
    if (code === undefined) throw error;
    throw new Failure('missing', `The ledger ${file} can't be read (${code}).`, { cause: error });
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.ndjson'))
      .toSorted()
      .map((name) => join(folder, name));
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return [];
    if (code === undefined) throw error;
    throw new Failure('missing', `The ledgers in ${folder} can't be read (${code}).`, { cause: error });
  }
}
