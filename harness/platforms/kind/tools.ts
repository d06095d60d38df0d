import type { KubectlProgram } from '../kubernetes/kubectl.ts';

/** Where kind and kubectl are, and their environment. */
export interface Tools extends KubectlProgram {
  kind: string;
}

/** Variables that would direct them to another cluster. */
const misleading = [
  'KIND_CLUSTER_NAME',
  'KIND_EXPERIMENTAL_PROVIDER',
  'KIND_EXPERIMENTAL_DOCKER_NETWORK',
  'KUBECONFIG',
];

/**
 * KIND_BIN and KUBECTL_BIN override those on PATH. Their temporary files are in the run's work folder and go with
 * it: killed while loading an image, kind would leave all of it.
 */
export function toolsFrom(env: Record<string, string | undefined>, workFolder?: string): Tools {
  const clean = Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.includes(name)));
  return {
    kind: env['KIND_BIN'] ?? 'kind',
    kubectl: env['KUBECTL_BIN'] ?? 'kubectl',
    env: workFolder === undefined ? clean : { ...clean, TMPDIR: workFolder },
  };
}
