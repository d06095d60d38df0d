import { readdirSync, readFileSync } from 'node:fs';
import { readLedgers } from '../harness/resources/read.ts';

/** Names of the runs on this host with an open ledger, but for those whose ledger lies in one of these folders. */
export function runsBut(folders: string[]): string[] {
  const states = stateFolders().filter((state) => !folders.some((folder) => state.startsWith(folder)));
  const envs = [{}, ...states.map((state) => ({ REPRO_STATE_DIR: state }))];
  return envs.flatMap((env) => readLedgers(env).ledgers.map(({ run }) => run));
}

/** Where the processes on this host keep their ledgers, if they don't in the usual place. */
function stateFolders(): string[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const named = pids.map((pid) => /(?:^|\0)REPRO_STATE_DIR=([^\0]+)/.exec(environmentOf(pid))?.[1]);
  return [...new Set(named)].filter((state) => state !== undefined);
}

/** Empty where the process is over, or another user's. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
