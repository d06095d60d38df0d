import type { Argv } from '../../resources/resource.ts';

/**
 * A command that takes a cluster out of the user's own kubeconfig, where it is in one. Who looked into it by
 * `kind export kubeconfig` is left with a current context that leads nowhere once the cluster is gone.
 */
export function forgetContext(kind: string, cluster: string): Argv {
  const script = `files=\${KUBECONFIG:-$HOME/.kube/config}; IFS=:
    for file in $files; do
      if grep -qsF -- "kind-$2" "$file"; then exec "$1" delete cluster --name "$2"; fi
    done`;
  return ['sh', '-c', script, 'sh', kind, cluster];
}
