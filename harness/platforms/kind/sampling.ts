import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from '../../programs.ts';
import type { Daemon } from '../docker/daemon.ts';
import { runDocker } from '../docker/daemon.ts';
import { findMemoryHierarchy } from '../cgroup/hierarchy.ts';
import type { Cluster } from './cluster.ts';
import type { Manifest } from './manifests.ts';

/** Where the sampler runs: the whole command up to its settings, and below which folder it finds pods. */
export interface SamplingPlace {
  argv: [string, ...string[]];
  below: string;
  cgroupVersion: 1 | 2;
  remote: boolean;
  /** In words, for the person who reads the progress. */
  where: string;
}

/**
 * The node's own cgroup folder as this host sees it; null where the node runs on another kernel, or this
 * user may not look: Docker Desktop, a remote daemon, rootless.
 */
export async function nodeCgroup(node: string, daemon: Daemon): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  const hierarchy = findMemoryHierarchy(mountinfo, readFileSync('/proc/self/cgroup', 'utf8'));
  if (!hierarchy || hierarchy.version !== daemon.cgroupVersion) return null;
  const id = (await runDocker(['inspect', '--format', '{{.Id}}', node])).trim();
  const places = [`docker/${id}`, `system.slice/docker-${id}.scope`].map((path) =>
    join(hierarchy.mountPoint, path),
  );
  return places.find((path) => existsSync(path)) ?? findFolder(hierarchy.mountPoint, id, 4);
}

function findFolder(folder: string, part: string, depth: number): string | null {
  if (depth === 0) return null;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const found = entry.name.includes(part) ? path : findFolder(path, part, depth - 1);
    if (found) return found;
  }
  return null;
}

/** The sampler as a program of this host. */
export function samplingHere(below: string, programs: Programs, cgroupVersion: 1 | 2): SamplingPlace {
  const argv: [string, string] = [process.execPath, programs.sampler];
  return { argv, below, cgroupVersion, remote: false, where: `on this host, below ${below}` };
}

const podName = 'sampler';
/** Where a node has its memory cgroups. */
const memoryController = { 1: '/sys/fs/cgroup/memory', 2: '/sys/fs/cgroup' };

/**
 * The sampler in a pod of its own, with the node's cgroups mounted read-only: the way where this host can't
 * see them. It is outside of every arm's cgroup.
 */
export async function samplingInPod(
  cluster: Cluster,
  order: {
    namespace: string;
    image: string;
    labels: Record<string, string>;
    node: string;
    programs: Programs;
    cgroupVersion: 1 | 2;
    signal: AbortSignal;
  },
): Promise<SamplingPlace> {
  const { namespace, cgroupVersion, signal } = order;
  await cluster.kubectl.apply(samplerPod(order), { signal });
  const condition = [
    'wait',
    '--for=condition=Ready',
    `pod/${podName}`,
    '--namespace',
    namespace,
    '--timeout=60s',
  ];
  await cluster.kubectl.run(condition, { signal, timeoutMs: 70_000 });
  return {
    argv: cluster.kubectl.argv(
      'exec',
      '--stdin',
      podName,
      '--namespace',
      namespace,
      '--',
      'node',
      '/sampler/sampler.mjs',
    ),
    below: '/host/cgroup',
    cgroupVersion,
    remote: true,
    where: `in the pod ${namespace}/${podName} on ${order.node}`,
  };
}

function samplerPod(order: {
  namespace: string;
  image: string;
  labels: Record<string, string>;
  node: string;
  programs: Programs;
  cgroupVersion: 1 | 2;
}): Manifest[] {
  const { namespace, image, labels, node, programs, cgroupVersion } = order;
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
            args: ['-e', 'setInterval(() => undefined, 1e9)'],
            securityContext: {
              runAsUser: 65532,
              readOnlyRootFilesystem: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [
              { name: 'program', mountPath: '/sampler' },
              { name: 'cgroups', mountPath: '/host/cgroup', readOnly: true },
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
