import { dirname, join } from 'node:path';
import { runProgram, tryProgram, type ExecOptions, type Ran } from '../../process/run-program.ts';

/** Where kind and kubectl are, and the environment they get. */
export interface Tools {
  kind: string;
  kubectl: string;
  env: Record<string, string | undefined>;
}

/** What would make them work on another cluster than the one they are told. */
const misleading = [
  'KIND_CLUSTER_NAME',
  'KIND_EXPERIMENTAL_PROVIDER',
  'KIND_EXPERIMENTAL_DOCKER_NETWORK',
  'KUBECONFIG',
];

/**
 * KIND_BIN and KUBECTL_BIN name other programs than those on PATH. Their temporary files lie in the run's work
 * folder, and go with it: kind, killed while it loads an image, leaves all of the image.
 */
export function toolsFrom(env: Record<string, string | undefined>, workFolder?: string): Tools {
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.includes(name)));
  return {
    kind: env['KIND_BIN'] ?? 'kind',
    kubectl: env['KUBECTL_BIN'] ?? 'kubectl',
    env: workFolder === undefined ? clean : { ...clean, TMPDIR: workFolder },
  };
}

/**
 * kubectl, bound to one cluster by its own kubeconfig file: the user's is never read. What it learns of the API
 * it keeps beside that file, and not in the user's home.
 */
export class Kubectl {
  readonly #tools: Tools;
  readonly #flags: string[];

  constructor(tools: Tools, kubeconfig: string) {
    this.#tools = tools;
    const cache = join(dirname(kubeconfig), 'kubectl-cache');
    this.#flags = ['--kubeconfig', kubeconfig, '--cache-dir', cache];
  }

  /** The whole command, for programs that start it themselves. */
  argv(...args: string[]): [string, ...string[]] {
    return [this.#tools.kubectl, ...this.#flags, ...args];
  }

  /** Must succeed; gives its stdout. */
  run(args: string[], options: ExecOptions = {}): Promise<string> {
    return runProgram(this.argv(...args), { env: this.#tools.env, ...options });
  }

  try(args: string[], options: ExecOptions = {}): Promise<Ran> {
    return tryProgram(this.argv(...args), { env: this.#tools.env, ...options });
  }

  /** `kubectl apply` of objects. */
  async apply(objects: object[], options: ExecOptions = {}): Promise<void> {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await this.run(['apply', '--filename', '-'], { input, ...options });
  }
}
