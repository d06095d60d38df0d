import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../../clock.ts';
import { systemCode } from '../../../errors.ts';
import { keepLastLines } from './keep-last-lines.ts';

/** Moves itself into the cgroup, then becomes the app: not one page of the app is charged elsewhere. */
const enterAndBecome = 'echo $$ > "$1" && shift && exec "$@"';
/**
 * Where the host itself runs out of memory the app goes first, and not what watches it. Not so a command of the
 * user's: programs give their helpers scores that mean something beside their own (Chromium, PostgreSQL), and the
 * kernel chooses by them.
 */
const goFirst = 'echo 900 > /proc/self/oom_score_adj && ';

const graceMs = 1500;
const lastWordsMs = 50;

export interface Ended {
  exitCode: number | null;
  signal: string | null;
  stopped: boolean;
}

export interface App {
  argv: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Of a command of the user's: what become its stdin, stdout and stderr. Else its last lines are kept. */
  stdio?: [number, number, number];
}

/** One life of the app in a container cgroup. */
export class Container {
  readonly #child: ChildProcess;
  readonly lastLines: string[] = [];
  /** Rejects where it could not be started. */
  readonly ended: Promise<Ended>;
  #stopped = false;
  #gone = false;
  /** When its main process ended. */
  endedMs = 0;

  constructor(cgroup: string, app: App) {
    const script = app.stdio === undefined ? goFirst + enterAndBecome : enterAndBecome;
    this.#child = spawn('/bin/sh', ['-c', script, 'sh', join(cgroup, 'cgroup.procs'), ...app.argv], {
      env: app.env,
      cwd: app.cwd,
      stdio: app.stdio ?? ['ignore', 'pipe', 'pipe'],
      detached: true, // a Ctrl-C at the terminal is for the harness alone
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) keepLastLines(stream, this.lastLines);
    }
    this.ended = this.#waitForEnd();
    this.ended.catch(() => undefined); // for whoever waits for it, which may be later
  }

  /** 0 where it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** SIGTERM, and SIGKILL to its whole group if that does not help: it leads its session, so it can't leave that. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#signal('SIGTERM');
    const over = this.ended.catch(() => undefined);
    await within(graceMs, over);
    this.#signal('SIGKILL');
    await over;
  }

  async #waitForEnd(): Promise<Ended> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    const exit = once(this.#child, 'exit') as Promise<[number | null, string | null]>;
    const [exitCode, signal] = await exit.finally(() => {
      this.#gone = true;
      this.endedMs = monotonicMs();
    });
    // Its last words may still be in the pipe; a grandchild that holds the pipe may keep it for ever.
    await within(lastWordsMs, closed);
    return { exitCode, signal, stopped: this.#stopped };
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (!this.#gone && this.pid > 0) process.kill(-this.pid, signal);
    } catch (error) {
      if (systemCode(error) !== 'ESRCH') throw error;
    }
  }
}

/** Waits for a promise, and so long at most. No timer is left that would hold this process up. */
async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([promise, sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
