import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../process/clock.ts';
import { keepLastLines } from '../../process/keep-last-lines.ts';
import { within } from '../../process/within.ts';
import type { Recorder } from '../../recording/types.ts';
import type { LoadRun } from '../serve.ts';
import { Log } from './log.ts';
import type { CommandSettings } from './settings.ts';

/** How long the command may take to end after SIGTERM. */
const graceMs = 2000;
/** Its last output may still be in the pipe, which a child of it may hold open for ever. */
const lastWordsMs = 200;

/**
 * One run of a load's command. It shares this process's group, which whoever started this kills as a whole, so that
 * its children end with it.
 */
export class CommandRun implements LoadRun {
  readonly #settings: CommandSettings;
  readonly #log: Log;
  readonly #write: Recorder;
  readonly #lastLines: string[] = [];
  #child: ChildProcess | null = null;
  /** Why it was ended, if it was. */
  #endedBy: 'time' | 'arm' | null = null;

  constructor(settings: CommandSettings, log: number, write: Recorder) {
    this.#settings = settings;
    this.#log = new Log(log);
    this.#write = write;
  }

  async run(): Promise<void> {
    const { arm, argv, env, cwd, forMs, log } = this.#settings;
    this.#write({ kind: 'arm-started', arm, atMs: monotonicMs() });
    const [program, ...args] = argv;
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#listen(child);
    const over = new AbortController();
    const timeUp = sleep(forMs, undefined, { signal: over.signal }).then(() => this.#end('time'));
    timeUp.catch(() => undefined); // it ended before
    const closed = new Promise((resolve) => child.once('close', resolve));
    const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
    const [exitCode, signal] = await exit.finally(() => over.abort());
    await within(lastWordsMs, closed, null);
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    this.#log.close();
    const common = { arm, atMs: monotonicMs() };
    const by = this.#endedBy;
    const ended = by === null ? { exitCode, signal } : { exitCode: null, signal: null };
    this.#write({ kind: 'load-command', ...common, ...ended, endedBy: by, lastLines: this.#lastLines, log });
    this.#write({ kind: 'load-ended', ...common, unfinished: 0, latencyMs: null });
  }

  stop(): void {
    this.#end('arm');
  }

  #end(by: 'time' | 'arm'): void {
    if (this.#child === null || this.#endedBy !== null || isOver(this.#child)) return;
    this.#endedBy = by;
    process.kill(0, 'SIGTERM'); // the group: a shell does not pass it on
    setTimeout(() => this.#child?.kill('SIGKILL'), graceMs).unref();
  }

  #listen({ stdout, stderr }: ChildProcess): void {
    const { sought } = this.#settings;
    const pattern = sought === null ? null : new RegExp(sought);
    let found = false;
    const see = (line: string) => {
      if (pattern === null || found || !pattern.test(line)) return;
      found = true;
      this.#write({ kind: 'load-log', arm: this.#settings.arm, atMs: monotonicMs(), line });
    };
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (text: string) => this.#log.write(text));
      if (stream) keepLastLines(stream, this.#lastLines, see);
    }
  }
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
