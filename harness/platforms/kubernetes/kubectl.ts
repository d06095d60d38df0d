import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../errors.ts';
import { runProgram, tryProgram, type ExecOptions, type Ran } from '../../process/run-program.ts';

/** Where kubectl is, and its environment. */
export interface KubectlProgram {
  kubectl: string;
  env: Record<string, string | undefined>;
}

/**
 * kubectl, bound to one cluster by its own kubeconfig file; the user's is never read. It caches API discovery
 * beside that file, not in the user's home.
 */
export class Kubectl {
  readonly #program: KubectlProgram;
  readonly #flags: string[];

  constructor(program: KubectlProgram, kubeconfig: string) {
    this.#program = program;
    const cache = join(dirname(kubeconfig), 'kubectl-cache');
    this.#flags = ['--kubeconfig', kubeconfig, '--cache-dir', cache];
  }

  /** The whole command, for programs that start it themselves. */
  argv(...args: string[]): [string, ...string[]] {
    return [this.#program.kubectl, ...this.#flags, ...args];
  }

  /** Must succeed; returns its stdout. */
  run(args: string[], options: ExecOptions = {}): Promise<string> {
    return runProgram(this.argv(...args), { env: this.#program.env, ...options });
  }

  try(args: string[], options: ExecOptions = {}): Promise<Ran> {
    return tryProgram(this.argv(...args), { env: this.#program.env, ...options });
  }

  /** `kubectl apply` of objects; waits where a new namespace has no account yet, without which no pod is made. */
  async apply(objects: object[], options: ExecOptions = {}): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    for (let tries = 1; ; tries++) {
      try {
        await this.run(['apply', '--filename', '-'], { input, ...options });
        return;
      } catch (error) {
        if (!(error instanceof Failure) || !noAccount.test(error.hint ?? '') || tries === accountTries)
          throw error;
        await sleep(pauseMs);
      }
    }
  }
}

const noAccount = /serviceaccount "default" not found/;
/** On a busy node with one processor it takes ten seconds. */
const accountTries = 60;
const pauseMs = 500;
