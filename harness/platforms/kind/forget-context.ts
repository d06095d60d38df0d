import type { Argv } from '../../resources/resource.ts';

/**
 * A command that removes a cluster from the user's own kubeconfig. After `kind export kubeconfig` the current
 * context would otherwise point to a cluster that is gone.
 */
export function forgetContext(kind: string, cluster: string): Argv {
  const script = `files=\${KUBECONFIG:-$HOME/.kube/config}; IFS=:
    for file in $files; do
      if grep -qsF -- "kind-$2" "$file"; then exec "$1" delete cluster --name "$2"; fi
    done`;
  return ['sh', '-c', script, 'sh', kind, cluster];
}
