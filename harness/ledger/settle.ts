import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../clock.ts';
import { messageOf } from '../errors.ts';
import { strikeOut } from './append.ts';
import type { Entry, Left } from './owed.ts';
import { killProcesses } from './processes.ts';
import { readLedger } from './read.ts';
import { undo } from './undo.ts';

/** How often it is looked again for what a daemon may still be making. */
const pauseMs = 1000;

export interface SettleOptions {
  /** Undo what is kept, too. */
  kept?: boolean;
  /** The owner is gone all of a sudden, and its processes with it. */
  orphaned?: boolean;
}

/**
 * Undoes what a ledger still owes, the last first, and strikes it out; gives what is left. What is gone
 * already is fine. The file goes with its last entry. Safe to call again, also from two processes at once.
 */
export async function settle(
  file: string,
  { kept = false, orphaned = true }: SettleOptions = {},
): Promise<Left[]> {
  const wanted = () => owedIn(file).filter((entry) => kept || !entry.kept);
  const ledger = readLedger(file);
  if (ledger === null || ledger === 'gone') return [];
  if (orphaned) await killProcesses(ledger.run);
  const entries = wanted();
  let left = await undoAll(entries);
  while (orphaned && entries.some(mayCome)) {
    await sleep(pauseMs);
    left = await undoAll(entries);
  }
  const isLeft = new Set(left.map(({ entry }) => entry.id));
  const undone = entries.filter(({ id }) => !isLeft.has(id)).map(({ id }) => id);
  if (undone.length > 0) strikeOut(file, undone);
  if (owedIn(file).length === 0) rmSync(file, { force: true });
  return left;
}

function owedIn(file: string): Entry[] {
  const ledger = readLedger(file);
  return ledger === null || ledger === 'gone' ? [] : ledger.entries;
}

/** Whether it may come into being yet. After a reboot its time lies ahead, or it is long over. */
function mayCome({ atMs, lateMs = 0 }: Entry): boolean {
  const ageMs = monotonicMs() - atMs;
  return ageMs >= 0 && ageMs < lateMs;
}

async function undoAll(entries: Entry[]): Promise<Left[]> {
  const left: Left[] = [];
  for (const entry of entries.toReversed()) {
    const problem = await undo(entry).catch(messageOf);
    if (problem !== null) left.push({ entry, problem });
  }
  return left;
}
