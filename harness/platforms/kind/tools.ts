import type { KubectlProgram } from '../kubernetes/kubectl.ts';

/** Where kind and kubectl are, and the environment they get. */
export interface Tools extends KubectlProgram {
  kind: string;
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
