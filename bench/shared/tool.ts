// By hand: signals go to the tool itself, and not to a shell.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The tool as a user runs it, with its temporary folders and ledgers in a place of the bench's own. */
export class Tool {
  readonly home = mkdtempSync(join(tmpdir(), 'nal-trust-'));
  readonly temporary = mkdtempSync(join(this.home, 'tmp-'));
  readonly state = join(this.home, 'state');
  /** The names of all runs that have had a ledger. */
  readonly runs = new Set<string>();

  constructor() {
    // As an ordinary /tmp, which the app's user can pass through.
    for (const folder of [this.home, this.temporary]) chmodSync(folder, 0o711);
  }

  /** Starts it; `ended` resolves with its exit code and with all that it printed. */
  start(args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, ['dist/not-a-leak.mjs', ...args], {
      env: { ...process.env, TMPDIR: this.temporary, REPRO_STATE_DIR: this.state },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const look = setInterval(() => this.#look(), 10);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
    const ended = new Promise<Ended>((resolve) => {
      child.once('exit', (exitCode, signal) => {
        clearInterval(look);
        this.#look();
        // Not 'close': helpers of a killed run hold the pipes for a moment longer.
        setTimeout(() => resolve({ exitCode, signal, stdout, stderr }), 50);
      });
    });
    return { child, ended };
  }

  run(args: string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }

  #look(): void {
    if (!existsSync(this.state)) return;
    for (const file of readdirSync(this.state)) this.runs.add(file.replace(/\.ndjson$/, ''));
  }
}

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}
