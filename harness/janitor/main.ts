/**
 * The janitor: reads lines of JSON, `{"owe": [program, ...args]}`, `{"group": pid, "isRunning": true}` or
 * `{"release": true}`. At the end of its stdin without a release the harness is gone (SIGKILL, a closed
 * terminal): process groups that still run are killed, and what is owed is run, last first.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { killGroup, tryProgram } from '../exec.ts';

type Line = { owe: [string, ...string[]] } | { group: number; isRunning: boolean } | { release: true };

/** A second round finds what a command of the harness was still making during the first. */
const rounds = 2;
const pauseMs = 3000;
const undoMs = 120_000;

process.on('SIGTERM', () => undefined).on('SIGINT', () => undefined);
const owed: [string, ...string[]][] = [];
const groups = new Set<number>();
let released = false;
for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as Line;
  if ('owe' in line) owed.unshift(line.owe);
  else if ('group' in line) groups[line.isRunning ? 'add' : 'delete'](line.group);
  else released = true;
}
if (!released) for (const group of groups) killGroup(group);
for (let round = 1; !released && round <= rounds; round++) {
  if (round > 1) await sleep(pauseMs);
  for (const argv of owed) await tryProgram(argv, { timeoutMs: undoMs });
}
