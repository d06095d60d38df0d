import { setTimeout as sleep } from 'node:timers/promises';
import { killProcess } from '../../harness/process/kill.ts';
import { readLedgers } from '../../harness/resources/read.ts';
import { leftovers, ownPlaces, ownProcesses } from '../cli.ts';
import type { Step } from './step.ts';

/** Starts a step, and waits until its run has made cgroups and an app is at work in one. */
export async function startWork(step: Step): Promise<ReturnType<Step['main']>> {
  const main = step.main();
  while (!isAtWork() && main.process.exitCode === null) await sleep(20);
  return main;
}

function isAtWork(): boolean {
  const entries = readLedgers(ownPlaces).ledgers.flatMap((ledger) => ledger.entries);
  return entries.some(({ kind }) => kind === 'cgroup') && ownProcesses('supervisor.mjs').length > 0;
}

/** Kills all processes of this file's steps and their runs, janitors too. */
export function killAll(): void {
  for (let pids = ownProcesses(''); pids.length > 0; pids = ownProcesses('')) pids.forEach(killProcess);
}

/** What steps have left on this host. Kills what still runs, so that no other test meets it. */
export function leftBehind(): string[] {
  const left = leftovers();
  killAll();
  return left;
}
