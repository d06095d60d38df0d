import type { Signals } from './signals.ts';

export type Environment = Record<string, string | undefined>;

/** The environment of this process, for callers that give none. */
export const ownEnv: Environment = process.env;

/** Whoever asks for a run or a command. */
export interface Caller {
  /** The folder for resolving relative paths. */
  cwd: string;
  /** The environment, inherited by programs; includes the run's name during a run. */
  env: Environment;
  /** Aborted to end it early: what was made is undone, what was measured is judged. */
  signal: AbortSignal;
  /** SIGINT and SIGTERM to this process, if a command should have a say. */
  signals?: Pick<Signals, 'handTo' | 'outlives'>;
}

/** Fills in what a caller leaves out: this process's folder and environment, and no early end. */
export function callerOf({
  cwd = process.cwd(),
  env = ownEnv,
  signal = new AbortController().signal,
  signals,
}: Partial<Caller>): Caller {
  return { cwd, env, signal, ...(signals && { signals }) };
}
