import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { monotonicMs } from '../../clock.ts';
import type { Recorder } from '../../recording/types.ts';
import type { LoadRun } from '../serve.ts';
import { k6Environment } from './command.ts';
import { parsePoint } from './points.ts';
import type { K6Settings } from './settings.ts';
import { ScriptErrors } from './script-errors.ts';
import { Tally } from './tally.ts';
import { monotonicOffsetMs } from './wall-clock.ts';

const reportMs = 500;
/** How long k6 may take to end by itself at SIGINT: it breaks its requests off and writes its summary. */
const graceMs = 2000;
/** A threshold of the script was crossed: that is for the verdict to judge, and no error. */
const thresholdsCrossed = 99;

/** Runs k6 and records what it tells. Where k6 fails, so does this process: k6's exit code, and its stderr. */
export class K6Run implements LoadRun {
  readonly #settings: K6Settings;
  readonly #tally: Tally;
  #k6: ChildProcess | undefined;
  #stopping = false;

  constructor(settings: K6Settings, write: Recorder) {
    this.#settings = settings;
    this.#tally = new Tally(settings.arm, settings.plan, write);
  }

  async run(): Promise<void> {
    const [program, ...args] = this.#settings.command;
    const offsetMs = monotonicOffsetMs();
    const k6 = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: k6Environment(process.env),
    });
    this.#k6 = k6;
    k6.stderr.pipe(process.stderr);
    const errors = new ScriptErrors();
    createInterface({ input: k6.stderr }).on('line', (text) => errors.see(text));
    createInterface({ input: k6.stdout }).on('line', (text) => {
      const point = parsePoint(text);
      if (point) this.#tally.see({ ...point, atMs: point.atMs + offsetMs });
    });
    const reporter = setInterval(() => this.#tally.report(monotonicMs()), reportMs);
    const exitCode = await endOf(k6);
    clearInterval(reporter);
    if (exitCode === 0 || exitCode === thresholdsCrossed || this.#stopping)
      this.#tally.end(monotonicMs(), errors.first());
    else process.exitCode = exitCode;
  }

  stop(): void {
    const k6 = this.#k6;
    if (this.#stopping || !k6) return;
    this.#stopping = true;
    k6.kill('SIGINT');
    setTimeout(() => k6.kill('SIGKILL'), graceMs).unref();
  }
}

/** k6's exit code; 1 where it has none. */
function endOf(k6: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    k6.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    k6.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
}
