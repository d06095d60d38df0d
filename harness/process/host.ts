import type { Signals } from './signals.ts';

/** Everything outside of this process that commands use, in one object that main makes and tests replace. */
export interface Host {
  cwd: string;
  env: Record<string, string | undefined>;
  stdout: Output;
  stderr: Output;
  /** Aborted with an Interrupted at SIGINT or SIGTERM, or when the parent is gone; see `signals`. */
  signal: AbortSignal;
  signals: Signals;
  /** Calls `undo` should this process end by whatever way, but a kill; gives what takes that back. */
  onExit: (undo: () => void) => () => void;
  /** Calls `stop` before Ctrl-Z stops this process, and `goOn` when it goes on; gives what takes that back. */
  onSuspend: (stop: () => void, goOn: () => void) => () => void;
}

export interface Output {
  write: (text: string) => void;
  isTTY: boolean;
  /** Of the terminal now; that of an ordinary one where there is none. */
  size: () => { columns: number; rows: number };
}

/** Why a run was cut short. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signalName: 'SIGINT' | 'SIGTERM';

  constructor(signalName: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signalName}`);
    this.signalName = signalName;
  }

  get exitCode(): number {
    return this.signalName === 'SIGINT' ? 130 : 143;
  }
}
