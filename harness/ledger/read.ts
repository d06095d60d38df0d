import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import { namePrefix, type Entry, type Owed } from './owed.ts';
import { stateOf, type Owner, type OwnerState } from './owner.ts';
import { refuseOthers, stateFolder } from './place.ts';

/** A line of a ledger file: who it belongs to, what is owed, what of it was undone, what is to stay. */
export type LedgerLine =
  | { owner: Owner; run: string; startedAt: string }
  | { id: number; atMs: number; owe: Owed }
  | { undone: number[] }
  | { keep: number[] };

/** A ledger as it stands in its file. */
export interface ReadLedger {
  file: string;
  run: string;
  startedAt: string;
  owner: Owner;
  state: OwnerState;
  /** What is still owed, in the order in which it was made. */
  entries: Entry[];
}

/** All ledgers of this user on this host, and files that are none. */
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

/** One ledger; null where the file is none. */
export function readLedger(file: string): ReadLedger | 'gone' | null {
  let text: string;
  try {
    refuseOthers(file);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'gone'; // its run has ended meanwhile
    throw error;
  }
  const lines = text.split('\n').flatMap(parseLine);
  const [first] = lines;
  if (first === undefined || !('owner' in first)) return null;
  const entries = new Map<number, Entry>();
  for (const line of lines) {
    if ('owe' in line && isSane(line.owe))
      entries.set(line.id, { ...line.owe, id: line.id, atMs: line.atMs, kept: false });
    if ('undone' in line) for (const id of line.undone) entries.delete(id);
    if ('keep' in line)
      for (const id of line.keep) {
        const entry = entries.get(id);
        if (entry) entry.kept = true;
      }
  }
  const { owner, run, startedAt } = first;
  return { file, run, startedAt, owner, state: stateOf(owner), entries: [...entries.values()] };
}

/** None where the line is not whole: its writer was killed, and has made nothing of what it says. */
function parseLine(text: string): LedgerLine[] {
  try {
    return text === '' ? [] : [JSON.parse(text) as LedgerLine];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** What is removed with all that is in it must bear the name of a run. */
function isSane({ kind, name }: Owed): boolean {
  return !['cgroup', 'folder', 'loop device'].includes(kind) || name.includes(`/${namePrefix}`);
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
