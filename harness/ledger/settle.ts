import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../errors.ts';
import { strikeOut } from './append.ts';
import type { Entry, Left } from './owed.ts';
import { killProcesses } from './processes.ts';
import { readLedger } from './read.ts';
import { undo } from './undo.ts';

/** A daemon may still be making what a killed client asked of it: it is looked for again after this time. */
const pauseMs = 3000;

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
  const external = entries.filter((entry) => entry.undo !== undefined);
  if (orphaned && external.length > 0) {
    await undoAll(external);
    await sleep(pauseMs);
  }
  const left = await undoAll(entries);
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

async function undoAll(entries: Entry[]): Promise<Left[]> {
  const left: Left[] = [];
  for (const entry of entries.toReversed()) {
    const problem = await undo(entry).catch(messageOf);
    if (problem !== null) left.push({ entry, problem });
  }
  return left;
}
