import type { KubernetesObject } from '../../harness/init/objects.ts';

interface Parts {
  kind?: string;
  container?: Record<string, unknown>;
  volumes?: unknown[];
  /** Further keys of the pod's spec. */
  pod?: Record<string, unknown>;
}

/** A Deployment `api` of one container with a limit of 128Mi and a volume in memory at /data, with changes. */
export function deployment({
  kind = 'Deployment',
  container = {},
  volumes,
  pod = {},
}: Parts = {}): KubernetesObject {
  const spec = {
    containers: [
      {
        name: 'api',
        image: 'registry/api:1',
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
        resources: { limits: { memory: '128Mi' } },
        volumeMounts: [{ name: 'uploads', mountPath: '/data' }],
        ...container,
      },
    ],
    volumes: volumes ?? [{ name: 'uploads', emptyDir: { medium: 'Memory' } }],
    ...pod,
  };
  return {
    apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
    kind,
    metadata: { name: 'api' },
    spec: kind === 'Pod' ? spec : { selector: { matchLabels: { app: 'api' } }, template: { spec } },
  };
}
