import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { monotonicMs } from '../../process/clock.ts';
import { goFirst, putFirst } from '../../process/priority.ts';
import type { Recorder } from '../../recording/types.ts';
import { loadNiceness, type LoadRun } from '../serve.ts';
import { k6Environment } from './command.ts';
import { parsePoint } from './points.ts';
import { resume } from './resume.ts';
import type { K6Settings } from './settings.ts';
import { ScriptErrors } from './script-errors.ts';
import { Tally } from './tally.ts';
import { monotonicOffsetMs } from './wall-clock.ts';

const reportMs = 500;
/** How long k6 may take to end after SIGINT: it aborts its requests and writes its summary. */
const graceMs = 2000;
/** A threshold of the script was crossed: no error, since the verdict judges. */
const thresholdsCrossed = 99;

/**
 * Starts k6, lets it begin at `run`, and records its reports. If k6 fails, so does this process, with k6's exit
 * code and stderr.
 */
export class K6Run implements LoadRun {
  readonly #port: number;
  readonly #tally: Tally;
  readonly #errors = new ScriptErrors();
  readonly #k6: ChildProcess;
  readonly #exitCode: Promise<number>;
  readonly #over = new AbortController();
  #begun = false;
  #stopping = false;

  constructor({ arm, plan, command, variables, port }: K6Settings, write: Recorder) {
    this.#port = port;
    this.#tally = new Tally(arm, plan, write);
    const [program, ...args] = command;
    const env = { ...k6Environment(process.env), ...variables };
    this.#k6 = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#exitCode = endOf(this.#k6).finally(() => this.#over.abort());
    this.#listen();
  }

  async run(): Promise<void> {
    this.#begun = true;
    // Not earlier: making 200 virtual users would delay the loads of other arms.
    goFirst(loadNiceness);
    if (this.#k6.pid !== undefined) putFirst(this.#k6.pid, loadNiceness);
    const reporter = setInterval(() => this.#tally.report(monotonicMs()), reportMs);
    await resume(this.#port, this.#over.signal);
    const exitCode = await this.#exitCode;
    clearInterval(reporter);
    if (exitCode === 0 || exitCode === thresholdsCrossed || this.#stopping)
      this.#tally.end(monotonicMs(), this.#errors.first());
    else process.exitCode = exitCode;
  }

  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#k6.kill(this.#begun ? 'SIGINT' : 'SIGKILL'); // before it begins, k6 has nothing to report
    setTimeout(() => this.#k6.kill('SIGKILL'), graceMs).unref();
  }

  #listen(): void {
    const offsetMs = monotonicOffsetMs();
    this.#k6.stderr?.pipe(process.stderr);
    eachLine(this.#k6.stderr, (text) => this.#errors.see(text));
    eachLine(this.#k6.stdout, (text) => {
      const point = parsePoint(text);
      if (point) this.#tally.see({ ...point, atMs: point.atMs + offsetMs });
    });
  }
}

function eachLine(input: Readable | null, see: (text: string) => void): void {
  if (input) createInterface({ input }).on('line', see);
}

/** k6's exit code; 1 if it has none. */
function endOf(k6: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    k6.once('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    k6.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
}
