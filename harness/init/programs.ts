import { Failure } from '../errors.ts';
import { ClusterAsker } from '../diagnose/targets/cluster-asker.ts';
import type { Caller } from '../process/caller.ts';
import { tryProgram } from '../process/run-program.ts';
import type { InitRequest } from './request.ts';

/** The programs that read what is not plain manifests. */
export interface ClusterPrograms {
  /** What `kubectl kustomize FOLDER` prints. */
  kustomize: (folder: string) => Promise<string>;
  /** What `helm template NAME CHART` prints, without hooks, which are no part of the app. */
  template: (name: string, chart: string, values: readonly string[]) => Promise<string>;
  /** An object of the cluster. */
  get: (resource: string) => Promise<unknown>;
}

/** The programs of the user, with the user's rights. */
export function clusterPrograms(request: InitRequest, { env, signal }: Caller): ClusterPrograms {
  const { namespace, context, kubeconfig } = request;
  const ask = new ClusterAsker({ resource: 'pod', namespace, context, kubeconfig }, { env, signal });
  const print = async (argv: [string, ...string[]], absent: Failure, hint: string) => {
    const ran = await tryProgram(argv, { env, signal });
    if (ran.broken === 'ENOENT') throw absent;
    if (ran.exitCode === 0) return ran.stdout;
    throw new Failure('usage', `${ran.command} failed.`, { hint: `${ran.stderr.trim()}\n${hint}`.trim() });
  };
  return {
    get: (resource) => ask.get(resource),
    kustomize: (folder) => print([env['KUBECTL_BIN'] ?? 'kubectl', 'kustomize', folder], noKubectl, ''),
    template: (name, chart, values) => {
      const flags = values.flatMap((file) => ['--values', file]);
      const argv = ['template', name, chart, '--no-hooks', '--skip-tests', ...flags];
      return print(
        [env['HELM_BIN'] ?? 'helm', ...argv],
        noHelm,
        'Values that the chart needs: --values FILE',
      );
    },
  };
}

const noKubectl = new Failure('missing', 'A kustomization takes kubectl, and there is none here.', {
  hint: 'Install it, or name it in KUBECTL_BIN; or name a file of plain manifests.',
});
const noHelm = new Failure('missing', 'A chart takes helm, and there is none here.', {
  hint: 'Install it, or name it in HELM_BIN; or render the chart elsewhere, and name the file of manifests.',
});
