import { constants } from 'node:os';

/** An exit code as container runtimes give it: 128+n for a process ended by signal n. */
export function endOf(code: number | null): { exitCode: number | null; signal: string | null } {
  const signal = Object.entries(constants.signals).find(([, number]) => number + 128 === code)?.[0];
  return signal === undefined ? { exitCode: code, signal: null } : { exitCode: null, signal };
}
