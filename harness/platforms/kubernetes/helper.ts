import { readFileSync } from 'node:fs';
import type { Programs } from '../../package/programs.ts';
import { holdPages } from '../hold-pages.ts';
import type { Kubectl } from './kubectl.ts';
import type { Manifest } from './kustomize.ts';

/** The run's own pod on the node, outside every arm's. */
export interface Helper {
  /** A command in it, with stdin and stdout forwarded. */
  exec: (...command: string[]) => [string, ...string[]];
  /** In words, for the progress output. */
  where: string;
}

export interface HelperOrder {
  namespace: string;
  image: string;
  labels: Record<string, string>;
  node: string;
  programs: Programs;
  cgroupVersion: 1 | 2;
  signal: AbortSignal;
}

export const samplerInHelper = '/sampler/sampler.mjs';
export const cgroupsInHelper = '/host/cgroup';
const podName = 'helper';
/** Where a node has its memory cgroups. */
const memoryController = { 1: '/sys/fs/cgroup/memory', 2: '/sys/fs/cgroup' };

/**
 * Starts the helper pod. It holds the pages of the app's image, and it can sample: the node's cgroups are mounted
 * in it, read-only.
 */
export async function startHelper(kubectl: Kubectl, order: HelperOrder): Promise<Helper> {
  const { namespace, signal, node } = order;
  await kubectl.apply(helperPod(order), { signal });
  const wait = ['wait', '--for=condition=Ready', `pod/${podName}`, '--namespace', namespace, '--timeout=60s'];
  await kubectl.run(wait, { signal, timeoutMs: 70_000 });
  return {
    exec: (...command) =>
      kubectl.argv('exec', '--stdin', podName, '--namespace', namespace, '--', ...command),
    where: `in the pod ${namespace}/${podName} on ${node}`,
  };
}

function helperPod({ namespace, image, labels, node, programs, cgroupVersion }: HelperOrder): Manifest[] {
  const metadata = (name: string) => ({ name, namespace, labels });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(podName),
      data: { 'sampler.mjs': readFileSync(programs.sampler, 'utf8') },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: metadata(podName),
      spec: {
        nodeName: node,
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: podName,
            image,
            imagePullPolicy: 'IfNotPresent',
            args: ['-e', holdPages],
            securityContext: {
              runAsUser: 65532,
              readOnlyRootFilesystem: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [
              { name: 'program', mountPath: '/sampler' },
              { name: 'cgroups', mountPath: cgroupsInHelper, readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: 'program', configMap: { name: podName } },
          { name: 'cgroups', hostPath: { path: memoryController[cgroupVersion], type: 'Directory' } },
        ],
      },
    },
  ];
}
