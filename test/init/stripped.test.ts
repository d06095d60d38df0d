import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../harness/init/objects.ts';
import { placesIn, stripped } from '../../harness/init/stripped.ts';
import { deployment } from './objects.ts';

const living: KubernetesObject = {
  ...deployment({
    kind: 'Pod',
    container: {
      volumeMounts: [
        { name: 'uploads', mountPath: '/data' },
        { name: 'kube-api-access-x7k2p', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
      ],
    },
    volumes: [
      { name: 'uploads', emptyDir: { medium: 'Memory' } },
      { name: 'kube-api-access-x7k2p', projected: {} },
    ],
    pod: { nodeName: 'node-7', serviceAccountName: 'api', tolerations: [{ key: 'x' }] },
  }),
  metadata: {
    name: 'api',
    namespace: 'prod',
    labels: { app: 'api' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', team: 'a' },
    uid: '1',
    managedFields: [],
    ownerReferences: [],
  },
  status: { phase: 'Running' },
};

describe('a living object, stripped', () => {
  it('has neither status nor managed fields, nor what is of its node and its cluster', () => {
    const text = JSON.stringify(stripped(living));
    for (const word of [
      'status',
      'managedFields',
      'uid',
      'node-7',
      'prod',
      'kube-api-access',
      'serviceAccountName',
    ])
      expect(text).not.toContain(word);
    expect(stripped(living).metadata).toEqual({
      name: 'api',
      labels: { app: 'api' },
      annotations: { team: 'a' },
    });
  });

  it('keeps what the app is: image, limit, and volumes', () => {
    expect(stripped(living)['spec']).toMatchObject({
      containers: [
        {
          image: 'registry/api:1',
          resources: { limits: { memory: '128Mi' } },
          volumeMounts: [{ name: 'uploads' }],
        },
      ],
      volumes: [{ name: 'uploads' }],
    });
  });

  it('is told for what it left', () => {
    expect(placesIn(living['spec'])).toEqual(['nodeName', 'serviceAccountName', 'tolerations']);
  });

  it('asks, as a claim, for the same of any cluster', () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'd' } };
    const bound = { ...claim, spec: { ...spec, volumeName: 'pvc-1', storageClassName: 'gp3' } };
    expect(stripped(bound)['spec']).toEqual(spec);
  });
});
