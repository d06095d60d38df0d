import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '../../../process/clock.ts';
import { tolerate } from '../../../errors.ts';
import { pidsIn } from '../../../kernel/pids-in.ts';
import { keepLastLines } from '../../../process/keep-last-lines.ts';
import { within } from '../../../process/within.ts';
import { isInOwnGroup } from '../../../holders/processes.ts';

/** Enters the cgroup, then becomes the app, so that no page of the app is charged elsewhere. */
const enterAndBecome = 'echo 0 > "$1" && shift && exec "$@"';
/**
 * If the host itself runs out of memory, the app goes first, not what watches it. Not so for a user's command:
 * programs give their helpers relative scores (Chromium, PostgreSQL), by which the kernel chooses.
 */
const goFirst = 'echo 900 > /proc/self/oom_score_adj && ';

const graceMs = 1500;
/** Each Node process on the way to the app resets what nohup did, so it is redone. */
const ignoreHangup = "trap '' HUP; ";
const lastWordsMs = 50;

export interface Ended {
  exitCode: number | null;
  signal: string | null;
  stopped: boolean;
}

export interface App {
  argv: string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** For a user's command: its stdin, stdout and stderr. Otherwise the last lines are kept. */
  stdio?: [number, number, number];
  /** Shown each line of its output, of an app whose last lines are kept. */
  seeLine?: (line: string) => void;
  /** Stay in this process's session and group, and so share the terminal and its key signals. */
  sharesTerminal?: boolean;
  /** Keep going when the terminal is gone. */
  ignoresHangup?: boolean;
}

/** One life of the app in a container cgroup. */
export class Container {
  readonly #child: ChildProcess;
  /** Whom to signal: its process group, or the members of this process's group that are in its cgroup. */
  readonly #targets: () => number[];
  readonly lastLines: string[] = [];
  /** Rejects if it could not be started. */
  readonly ended: Promise<Ended>;
  #stopped = false;
  #gone = false;
  /** When its main process ended. */
  endedMs = 0;

  constructor(cgroup: string, app: App) {
    const { argv, env, cwd, sharesTerminal = false } = app;
    const before = `${app.ignoresHangup ? ignoreHangup : ''}${app.stdio === undefined ? goFirst : ''}`;
    const script = before + enterAndBecome;
    this.#child = spawn('/bin/sh', ['-c', script, 'sh', entranceOf(cgroup), ...argv], {
      env,
      cwd,
      stdio: app.stdio ?? ['ignore', 'pipe', 'pipe'],
      detached: !sharesTerminal,
    });
    this.#targets = sharesTerminal
      ? () => [...new Set([this.pid, ...pidsIn(cgroup).filter(isInOwnGroup)])]
      : () => [-this.pid];
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) keepLastLines(stream, this.lastLines, app.seeLine);
    }
    this.ended = this.#waitForEnd();
    this.ended.catch(() => undefined); // reported to whoever awaits it later
  }

  /** 0 if it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Sends a signal, by default SIGTERM, then SIGKILL if it does not end in time. Null: already signalled. */
  async stop(first: NodeJS.Signals | null = 'SIGTERM', patienceMs = graceMs): Promise<void> {
    this.#stopped = true;
    if (first !== null) this.signal(first);
    const over = this.ended.catch(() => undefined);
    await within(patienceMs, over, null);
    this.signal('SIGKILL');
    await over;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#gone || this.pid === 0) return;
    for (const target of this.#targets()) tolerate(['ESRCH'], () => process.kill(target, signal), false);
  }

  async #waitForEnd(): Promise<Ended> {
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    const exit = once(this.#child, 'exit') as Promise<[number | null, string | null]>;
    const [exitCode, signal] = await exit.finally(() => {
      this.#gone = true;
      this.endedMs = monotonicMs();
    });
    // Its last output may still be in the pipe, which a grandchild may hold open for ever.
    await within(lastWordsMs, closed, null);
    return { exitCode, signal, stopped: this.#stopped };
  }
}

/**
 * The file by which a single-threaded process enters a cgroup. On v1 that is `tasks`: moving one's own thread is
 * immediate, while `cgroup.procs` waits for an RCU grace period (cgroup_procs_write_start): 10 ms on kernel 6.18.
 */
function entranceOf(cgroup: string): string {
  const tasks = join(cgroup, 'tasks');
  return existsSync(tasks) ? tasks : join(cgroup, 'cgroup.procs');
}
