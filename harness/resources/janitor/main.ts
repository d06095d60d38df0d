/** The janitor: a process that settles the ledger, its first argument, of a run that died. See watch.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { patience } from '../patience.ts';
import { processesOf } from '../processes.ts';
import { readLedger } from '../read.ts';
import { settle } from '../settle.ts';

const pauseMs = 10;
/** Helpers whose harness is gone clean up and end by themselves; a command gets time for that. */
const orderMs = 8000;

process
  .on('SIGTERM', () => undefined)
  .on('SIGINT', () => undefined)
  .on('SIGHUP', () => undefined);
const [, , file = ''] = process.argv;
while (ledger()?.state === 'alive') await sleep(pauseMs); // its pipe closes just before it ends
const deadlineMs = performance.now() + orderMs * patience(process.env);
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
