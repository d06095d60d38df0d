/**
 * The janitor: a process that settles the ledger of a run that ended all of a sudden, which is its first argument.
 * See watch.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOf } from '../processes.ts';
import { readLedger } from '../read.ts';
import { settle } from '../settle.ts';

const pauseMs = 10;
/** Helpers whose harness is gone end in order, with what they look after: a command gets its time for that. */
const orderMs = 8000;

process
  .on('SIGTERM', () => undefined)
  .on('SIGINT', () => undefined)
  .on('SIGHUP', () => undefined);
const [, , file = ''] = process.argv;
while (ledger()?.state === 'alive') await sleep(pauseMs); // its pipe ends a moment before it does
const deadlineMs = performance.now() + orderMs;
while (isAtWork() && performance.now() < deadlineMs) await sleep(pauseMs);
await settle(file);

function ledger() {
  const read = readLedger(file);
  return read === 'gone' ? null : read;
}

function isAtWork(): boolean {
  const run = ledger()?.run;
  return run !== undefined && processesOf(run).length > 0;
}
