import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
import { strikeOut } from './append.ts';
import type { ReadEntry, Left } from './resource.ts';
import { killProcesses } from './processes.ts';
import { readLedger } from './read.ts';
import { undo, type Undone } from './undo.ts';

/** How often it is looked again for what a daemon may still be making. */
const pauseMs = 1000;
/** A container whose node was killed as it was being made or frozen can't be removed at once. */
const retries = 3;

export interface SettleOptions {
  /** Undo what is kept, too. */
  kept?: boolean;
  /** Undo these alone; all unless told. */
  only?: (entry: ReadEntry) => boolean;
  /** The owner is gone all of a sudden, and its processes with it. */
  orphaned?: boolean;
  /** Between tries to undo what could not be undone. */
  retryMs?: number;
}

/**
 * Undoes what a ledger still owes, the last first, and strikes it out; gives what is left. What is gone
 * already is fine. The file goes with its last entry. Safe to call again, also from two processes at once.
 */
export async function settle(
  file: string,
  { kept = false, only = () => true, orphaned = true, retryMs = 3000 }: SettleOptions = {},
): Promise<Left[]> {
  const ledger = readLedger(file);
  if (ledger === null || ledger === 'gone') return [];
  if (orphaned) await killProcesses(ledger.run);
  const entries = openEntries(file).filter((entry) => (kept || !entry.kept) && only(entry));
  let left = await undoAll(file, entries.toReversed());
  for (let retry = 1; retry <= retries && left.length > 0; retry++) {
    await sleep(retryMs);
    left = await undoAll(
      file,
      left.map(({ entry }) => entry),
    );
  }
  if (openEntries(file).length === 0) rmSync(file, { force: true });
  return left;
}

function openEntries(file: string): ReadEntry[] {
  const ledger = readLedger(file);
  return ledger === null || ledger === 'gone' ? [] : ledger.entries;
}

/** Undoes entries in the order given, strikes out what is gone, and gives the others. */
async function undoAll(file: string, entries: ReadEntry[]): Promise<Left[]> {
  const left: Left[] = [];
  for (const entry of entries) {
    const found = await undoInTime(entry);
    if (typeof found === 'object') left.push({ entry, problem: found.problem });
    else strikeOut(file, [entry.id]);
  }
  return left;
}

/** What is not there may come yet, where a daemon was asked for it: then it is looked for again. */
async function undoInTime(entry: ReadEntry): Promise<Undone> {
  let found = await undo(entry);
  while (found === 'absent' && mayCome(entry)) {
    await sleep(pauseMs);
    found = await undo(entry);
  }
  return found;
}

/** After a reboot its time lies ahead, or it is long over. */
function mayCome({ atMs, lateMs = 0 }: ReadEntry): boolean {
  const ageMs = monotonicMs() - atMs;
  return ageMs >= 0 && ageMs < lateMs;
}
