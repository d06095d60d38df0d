import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
import { strikeOut } from './append.ts';
import type { ReadEntry, Left } from './resource.ts';
import { killProcesses } from './processes.ts';
import { readLedger } from './read.ts';
import { undo, type Undone } from './undo.ts';

/** Interval of checks for what a daemon may still be making. */
const pauseMs = 1000;
/** A container whose node was killed while making or freezing it can't be removed at once. */
const retries = 3;
export const usualRetryMs = 3000;

export interface SettleOptions {
  /** Also undo what is kept. */
  kept?: boolean;
  /** Undo only these; by default all. */
  only?: (entry: ReadEntry) => boolean;
  /** The owner died suddenly and may have left processes. */
  orphaned?: boolean;
  /** Pause before retrying what could not be undone; see `usualRetryMs`. */
  retryMs?: number;
}

/**
 * Undoes a ledger's entries, newest first, and strikes them out; returns what is left. What is already gone counts
 * as undone; the file goes with its last entry. Idempotent, even from two processes at once.
 */
export async function settle(
  file: string,
  { kept = false, only = () => true, orphaned = true, retryMs = usualRetryMs }: SettleOptions = {},
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

/** Undoes entries in the order given, strikes them out, and returns the rest. */
async function undoAll(file: string, entries: ReadEntry[]): Promise<Left[]> {
  const left: Left[] = [];
  for (const entry of entries) {
    const found = await undoInTime(entry);
    if (typeof found === 'object') left.push({ entry, problem: found.problem });
    else strikeOut(file, [entry.id]);
  }
  return left;
}

/** Checks again for what a daemon was asked to make and may still make. */
async function undoInTime(entry: ReadEntry): Promise<Undone> {
  let found = await undo(entry);
  while (found === 'absent' && mayCome(entry)) {
    await sleep(pauseMs);
    found = await undo(entry);
  }
  return found;
}

/** After a reboot, entries seem to lie in the future or far in the past. */
function mayCome({ atMs, lateMs = 0 }: ReadEntry): boolean {
  const ageMs = monotonicMs() - atMs;
  return ageMs >= 0 && ageMs < lateMs;
}
