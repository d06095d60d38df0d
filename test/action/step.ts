import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neutral, ownPlaces, root } from '../cli.ts';

/** How the processes of a step are started. */
export interface StepOptions {
  /** The folder of the action; by default this checkout. */
  checkout?: string;
  /** Words before `node`. */
  before?: string[];
  /** Who owns the workspace. */
  uid?: number;
  env?: Record<string, string>;
}

export interface Ended {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** stdout and stderr, as they came. */
  log: string;
}

const files = { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'state', GITHUB_STEP_SUMMARY: 'summary' };

/** A step that uses the action in a job of its own: starts its processes as GitHub's runner does. */
export class Step {
  readonly workspace: string;
  readonly #folder: string;
  readonly #options: StepOptions;
  readonly #inputs: Record<string, string>;

  constructor(inputs: Record<string, string>, options: StepOptions = {}) {
    this.#inputs = inputs;
    this.#options = options;
    this.#folder = mkdtempSync(join(ownPlaces.TMPDIR, 'job-'));
    this.workspace = join(this.#folder, 'workspace');
    mkdirSync(this.workspace);
    const paths = [this.#folder, this.workspace, ...Object.values(files).map((name) => this.#path(name))];
    for (const path of paths.slice(2)) writeFileSync(path, '');
    if (options.uid !== undefined) for (const path of paths) chownSync(path, options.uid, options.uid);
  }

  /** `runs.main`. */
  main(): { process: ChildProcess; ended: Promise<Ended> } {
    return this.#start('main', {});
  }

  /** `runs.post`, once `main` is over. */
  post(): Promise<Ended> {
    const state = Object.entries(this.#valuesIn('state'));
    return this.#start('post', Object.fromEntries(state.map(([name, value]) => [`STATE_${name}`, value])))
      .ended;
  }

  outputs(): Record<string, string> {
    return this.#valuesIn('output');
  }

  summary(): string {
    return readFileSync(this.#path('summary'), 'utf8');
  }

  #start(entry: 'main' | 'post', state: Record<string, string>) {
    const inputs = { command: 'run', platform: '', args: '', out: '', ...this.#inputs };
    const names = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
    const paths = Object.entries(files).map(([name, file]) => [name, this.#path(file)]);
    const [program, ...args] = [...(this.#options.before ?? []), process.execPath];
    const child = spawn(program, [...args, join(this.#options.checkout ?? root, `action/${entry}.mjs`)], {
      cwd: this.workspace,
      env: {
        ...process.env,
        ...neutral,
        ...ownPlaces,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_ACTION: '__not-a-leak_not-a-leak_2',
        GITHUB_WORKSPACE: this.workspace,
        ACTIONS_RUNTIME_TOKEN: 'secret',
        ...Object.fromEntries([...names, ...paths]),
        ...this.#options.env,
        ...state,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (log += text));
    const ended = new Promise<Ended>((resolve) =>
      child.once('exit', (exitCode, signal) => setTimeout(() => resolve({ exitCode, signal, log }), 100)),
    );
    return { process: child, ended };
  }

  /** As the runner reads it: each value is between two lines of a delimiter. */
  #valuesIn(name: string): Record<string, string> {
    const text = readFileSync(this.#path(name), 'utf8');
    const blocks = [...text.matchAll(/^([\w-]+)<<(.+)\n([^]*?)\n?\2\n/gm)];
    return Object.fromEntries(blocks.map(([, key = '', , value = '']) => [key, value]));
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}
