import { text as textOf } from 'node:stream/consumers';
import type { Caller } from '../process/caller.ts';
import { listenToSignals, type Signals } from '../process/signals.ts';
import { onExit } from '../process/on-exit.ts';
import { onSuspend } from '../process/suspend.ts';

/** Everything outside this process that commands use, in one object that main makes and tests replace. */
export interface Host extends Caller {
  stdout: Output;
  stderr: Output;
  /** All of stdin, as text. */
  readStdin: () => Promise<string>;
  /** The script that Node was started with. */
  program: string;
  signals: Signals;
  /** Calls `undo` when this process ends, however it ends short of SIGKILL; returns what revokes it. */
  onExit: (undo: () => void) => () => void;
  /** Calls `stop` before Ctrl-Z stops this process, and `goOn` when it resumes; returns what revokes it. */
  onSuspend: (stop: () => void, goOn: () => void) => () => void;
}

export interface Output {
  write: (text: string) => void;
  isTTY: boolean;
  /** Current size of the terminal, or a usual size if there is none. */
  size: () => { columns: number; rows: number };
}

/** This process as commands see it. Calls `atOnce` if a second signal ends it with something not undone. */
export function hostOfProcess(atOnce: () => void): Host {
  const interruption = new AbortController();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    readStdin: () => textOf(process.stdin),
    program: process.argv[1] ?? '',
    signal: interruption.signal,
    signals: listenToSignals(process.env, interruption, atOnce),
    onExit,
    onSuspend,
  };
}

function output(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY,
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  };
}

/** The reader (`| head`) or the terminal (EIO) went away: nothing is wrong with the run. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
