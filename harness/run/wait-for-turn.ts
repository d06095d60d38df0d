import { setTimeout as sleep } from 'node:timers/promises';
import type { Caller } from '../process/caller.ts';
import type { Ledger } from '../resources/ledger.ts';
import { execPrefix } from '../resources/resource.ts';
import { readLedgers, type ReadLedger } from '../resources/read.ts';

const lookMs = 200;

/**
 * Waits until runs that started earlier are over: side by side they would compete for the processors and disturb
 * each other's measurements. Does not wait for commands of `exec`.
 */
export async function waitForTurn(
  caller: Caller,
  ledger: Ledger,
  say: (text: string) => void,
): Promise<void> {
  for (let announced = false; ; announced = true) {
    const [first] = earlierRuns(caller.env, ledger);
    if (!first) return;
    if (!announced)
      say(`  waiting for the run of process ${first.owner.pid} to end: two at once would disturb each other`);
    await sleep(lookMs, undefined, { signal: caller.signal }).catch(() => caller.signal.throwIfAborted());
  }
}

function earlierRuns(env: Caller['env'], { name }: Ledger): ReadLedger[] {
  const { ledgers } = readLedgers(env);
  const own = ledgers.find(({ run }) => run === name);
  const runs = ledgers.filter(({ state, run }) => state === 'alive' && !run.startsWith(execPrefix));
  return runs.filter((other) => own && isBefore(other, own));
}

function isBefore(a: ReadLedger, b: ReadLedger): boolean {
  return `${a.startedAt} ${a.run}` < `${b.startedAt} ${b.run}`;
}
