import type { Signals } from './signals.ts';

export type Environment = Record<string, string | undefined>;

/** Whoever asks for a run, or for a command to be run. */
export interface Caller {
  /** The folder that relative paths start from. */
  cwd: string;
  /** Variables, which programs inherit; the run's own name is among them while it goes on. */
  env: Environment;
  /** Aborted to end it early: what was made is undone, what was measured is judged. */
  signal: AbortSignal;
  /** What comes to this process as SIGINT or SIGTERM, where a command is to have a say in it. */
  signals?: Pick<Signals, 'handTo' | 'outlives'>;
}

/** A caller with what it left out: this process's own folder and environment, and no early end. */
export function callerOf({
  cwd = process.cwd(),
  env = process.env,
  signal = new AbortController().signal,
  signals,
}: Partial<Caller>): Caller {
  return { cwd, env, signal, ...(signals && { signals }) };
}
