import { $ as zx, type ProcessOutput, type ProcessPromise } from 'zx';

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
type Signal = keyof typeof exitCodes;

// In a process group of its own: a signal reaches all of it once, through here, whether it comes from a terminal or not.
const command = zx({ stdio: ['ignore', 'inherit', 'inherit'], detached: true, verbose: true, nothrow: true });
let running: ProcessPromise | null = null;
let signal: Signal | null = null;

/**
 * Runs a command as it is typed in a shell: prints it, lets its output through as it comes, and gives how it ended,
 * whatever the exit code. Rejects with `Interrupted` once a signal has come.
 */
export async function $(pieces: TemplateStringsArray, ...args: unknown[]): Promise<ProcessOutput> {
  if (signal) throw new Interrupted(signal);
  running = command(pieces, ...args);
  const output = await running;
  running = null;
  if (signal) throw new Interrupted(signal);
  return output;
}

/** A signal came; with the exit code that a shell gives for it. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(by: Signal) {
    super(`interrupted by ${by}`);
    this.exitCode = exitCodes[by];
  }
}

/** From now on a signal ends the command that runs, with all that it started, and no other begins. */
export function passSignalsOn(): void {
  for (const each of Object.keys(exitCodes) as Signal[])
    process.on(each, () => {
      signal = each;
      if (running?.pid !== undefined) process.kill(-running.pid, each);
    });
}
