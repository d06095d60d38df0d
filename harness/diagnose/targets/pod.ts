import { Failure } from '../../errors.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { Environment } from '../../process/caller.ts';
import { findPod } from '../../sampler/find-pod.ts';
import type { ClusterRequest, FoundTarget } from '../target.ts';
import { targetOf } from './cgroup.ts';
import { askedLimit, endsOf, isSandboxed, notesOn, restartsOf, type PodObject } from './pod-object.ts';

interface Asker {
  env: Environment;
  signal: AbortSignal;
}

/** A pod whose node is this host, or a container on it, by what `kubectl` says of it. */
export async function findPodHere(name: string, cluster: ClusterRequest, by: Asker): Promise<FoundTarget> {
  const { container } = cluster;
  const pod = await findPodObject(name, cluster, by);
  const hierarchy = ownHierarchy();
  const cgroup = hierarchy && findPod(hierarchy.mountPoint, pod.metadata.uid);
  if (!hierarchy || cgroup === null)
    throw new Failure('missing', `The cgroup of ${pod.metadata.name} is not on this host.`, {
      hint: `It runs on the node ${pod.spec.nodeName ?? 'that is still to be found'}: look there, or paste its evidence (diagnose -).`,
    });
  const { metadata, spec } = pod;
  const target = {
    kind: 'pod' as const,
    name: metadata.name,
    namespace: metadata.namespace,
    ...(container === undefined ? {} : { container }),
    ...(spec.nodeName === undefined ? {} : { node: spec.nodeName }),
  };
  return targetOf(target, cgroup, hierarchy, {
    asked: askedLimit(pod, container),
    restarts: restartsOf(pod, container),
    ends: endsOf(pod, container),
    afresh: argvOf(cluster, by.env, ['delete', 'pod', metadata.name, '--namespace', metadata.namespace]).join(
      ' ',
    ),
    isSandboxed: isSandboxed(pod),
    notes: notesOn(pod),
    sinceMs: Date.parse(metadata.creationTimestamp),
    logName: `/${cgroup.split('/').at(-1)}`,
  });
}

/** The pod itself; of a workload, the one with the most restarts. */
async function findPodObject(name: string, cluster: ClusterRequest, by: Asker): Promise<PodObject> {
  const object = await ask<PodObject & Workload>([`${cluster.resource}/${name}`], cluster, by);
  if (object.kind === 'Pod') return object;
  const labels = object.spec.selector?.matchLabels ?? {};
  const selector = Object.entries(labels)
    .map((pair) => pair.join('='))
    .join(',');
  const { items } = await ask<{ items: PodObject[] }>(['pods', '--selector', selector], cluster, by);
  const [most] = items.toSorted((a, b) => restartsOf(b) - restartsOf(a));
  if (most && selector !== '') return most;
  throw new Failure('usage', `${cluster.resource}/${name} has no pod.`);
}

interface Workload {
  kind: string;
  spec: { selector?: { matchLabels?: Record<string, string> } };
}

async function ask<T>(what: string[], cluster: ClusterRequest, { env, signal }: Asker): Promise<T> {
  const argv = argvOf(cluster, env, [
    'get',
    ...what,
    '--output',
    'json',
    ...flag('--namespace', cluster.namespace),
  ]);
  const { exitCode, stdout, stderr, broken, command } = await tryProgram(argv, { signal });
  if (exitCode === 0) return JSON.parse(stdout) as T;
  if (broken === 'ENOENT')
    throw new Failure('missing', 'There is no kubectl here.', {
      hint: 'Install it, or name it in KUBECTL_BIN.',
    });
  const isAbsent = /NotFound|not found/.test(stderr);
  throw new Failure(isAbsent ? 'usage' : 'missing', `${command} failed.`, { hint: stderr.trim() });
}

function argvOf(
  { context, kubeconfig }: ClusterRequest,
  env: Environment,
  args: string[],
): [string, ...string[]] {
  return [
    env['KUBECTL_BIN'] ?? 'kubectl',
    ...args,
    ...flag('--context', context),
    ...flag('--kubeconfig', kubeconfig),
  ];
}

function flag(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}
