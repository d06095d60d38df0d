/**
 * The janitor: a process that outlives the sudden end of its run for as long as it takes to settle the run's
 * ledger, which is its first argument. The end of its stdin without the word `release` says that the harness
 * is gone, be it by SIGKILL.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLedger } from '../read.ts';
import { settle } from '../settle.ts';

const pauseMs = 10;

process
  .on('SIGTERM', () => undefined)
  .on('SIGINT', () => undefined)
  .on('SIGHUP', () => undefined);
const file = process.argv[2] ?? '';
let released = false;
for await (const word of createInterface({ input: process.stdin })) released ||= word === 'release';
if (!released) {
  while (isOwned()) await sleep(pauseMs); // its pipe ends a moment before it does
  await settle(file);
}

function isOwned(): boolean {
  const ledger = readLedger(file);
  return ledger !== null && ledger !== 'gone' && ledger.state === 'alive';
}
