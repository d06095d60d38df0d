import { Failure } from '../../errors.ts';
import type { Environment } from '../../process/caller.ts';
import { tryProgram, type ExecOptions, type Ran } from '../../process/run-program.ts';
import { quoted } from '../../text/quoted.ts';
import type { ClusterRequest } from '../target.ts';

/** Asks a user's cluster through their kubectl, with their rights. */
export class ClusterAsker {
  readonly cluster: ClusterRequest;
  readonly #env: Environment;
  readonly #signal: AbortSignal;

  constructor(cluster: ClusterRequest, { env, signal }: { env: Environment; signal: AbortSignal }) {
    this.cluster = cluster;
    this.#env = env;
    this.#signal = signal;
  }

  /** The whole command; what follows `--` stays last. */
  argv(...args: string[]): [string, ...string[]] {
    const { context, kubeconfig } = this.cluster;
    const flags = [...flag('--context', context), ...flag('--kubeconfig', kubeconfig)];
    return [this.#env['KUBECTL_BIN'] ?? 'kubectl', ...flags, ...args];
  }

  try(args: string[], options: ExecOptions = {}): Promise<Ran> {
    return tryProgram(this.argv(...args), { env: this.#env, signal: this.#signal, ...options });
  }

  /** Its stdout. Throws a Failure if it does not succeed: `usage` if there is no such object. */
  async run(args: string[], options: ExecOptions = {}): Promise<string> {
    const { exitCode, stdout, stderr, broken } = await this.try(args, options);
    if (exitCode === 0) return stdout;
    if (broken === 'ENOENT')
      throw new Failure('missing', 'There is no kubectl here.', {
        hint: 'Install it, or name it in KUBECTL_BIN.',
      });
    const isAbsent = /NotFound|not found|doesn't have a resource type/.test(stderr);
    const why = broken === 'timeout' ? 'It did not end in time.' : stderr.replaceAll(logged, '').trim();
    throw new Failure(isAbsent ? 'usage' : 'missing', `${quoted(['kubectl', ...args])} failed.`, {
      hint: why,
    });
  }

  async get(...what: string[]): Promise<unknown> {
    const inNamespace = flag('--namespace', this.cluster.namespace);
    return JSON.parse(await this.run(['get', ...what, '--output', 'json', ...inNamespace]));
  }

  /** What a user would type, with the same flags. */
  command(...args: string[]): string {
    return quoted(this.argv(...args));
  }
}

/** What kubectl logs of its tries, before it says what is wrong. */
const logged = /^E\d{4} .*\n/gm;

function flag(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}
