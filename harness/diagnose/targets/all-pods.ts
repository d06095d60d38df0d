import { readdirSync } from 'node:fs';
import { join } from 'node:path/posix';
import { Failure, tolerate } from '../../errors.ts';
import { layouts } from '../../kernel/cgroup-layouts.ts';
import { cgroupVersions } from '../../kernel/cgroups.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { readProc } from '../../kernel/procfs.ts';
import type { Caller } from '../../process/caller.ts';
import { unreclaimableBytes } from '../../verdict/composition.ts';
import type { ClusterRequest } from '../target.ts';
import { limitOfFigures, parseCadvisor, sampleOfFigures } from './cadvisor.ts';
import { ClusterAsker } from './cluster-asker.ts';
import { cgroupUidOf, endsOf, restartsOf, type PodObject } from './pod-object.ts';
import { cadvisorPage } from './way-kubelet.ts';

/** One pod of many, at one moment. */
export interface PodAtOnce {
  namespace: string;
  name: string;
  node: string | null;
  /** Of the pod; null: it has none, or it is not known. */
  limitBytes: number | null;
  /** Null if nobody could look. */
  unreclaimableBytes: number | null;
  restarts: number;
  /** How its latest end was reported. */
  lastEnd: string | null;
}

export interface PodsRequest extends Pick<ClusterRequest, 'namespace' | 'context' | 'kubeconfig'> {
  selector?: string | undefined;
}

/**
 * Every running pod of a namespace, or of all, the nearest to its limit first: by the cgroups of this host where they
 * are here, else by its kubelet's page. `problems`: the nodes that could not be asked.
 */
export async function lookAtPods(request: PodsRequest, by: Pick<Caller, 'env' | 'signal'>) {
  const { namespace, selector } = request;
  const ask = new ClusterAsker({ ...request, resource: 'pod' }, by);
  const which = [
    ...(namespace === undefined ? ['--all-namespaces'] : []),
    ...(selector === undefined ? [] : ['--selector', selector]),
  ];
  const { items } = await ask.get<{ items: PodObject[] }>('pods', ...which);
  const running = items.filter(({ status }) => status.phase === 'Running');
  const figures = figuresHere();
  const afar = running.filter((pod) => !figures.has(cgroupUidOf(pod)));
  const nodes = [...new Set(afar.flatMap(({ spec }) => spec.nodeName ?? []))];
  const problems: string[] = [];
  await Promise.all(nodes.map(askNode));
  const pods = running.map((pod): PodAtOnce => {
    const { name, namespace: of } = pod.metadata;
    const found = figures.get(cgroupUidOf(pod)) ?? figures.get(`${of}/${name}`);
    const [last] = endsOf(pod).toReversed();
    return {
      namespace: of,
      name,
      node: pod.spec.nodeName ?? null,
      limitBytes: found?.limitBytes ?? null,
      unreclaimableBytes: found?.unreclaimableBytes ?? null,
      restarts: restartsOf(pod),
      lastEnd: last ? `${last.reason} ${last.exitCode}` : null,
    };
  });
  return { pods: pods.toSorted((a, b) => shareOf(b) - shareOf(a)), problems };

  async function askNode(node: string): Promise<void> {
    try {
      for (const one of parseCadvisor(await cadvisorPage(ask, node))) {
        if (one.container !== '') continue;
        const unreclaimable = unreclaimableBytes(sampleOfFigures(one, 0));
        figures.set(`${one.namespace}/${one.pod}`, {
          limitBytes: limitOfFigures(one),
          unreclaimableBytes: unreclaimable,
        });
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(`${node}: ${error.hint ?? error.message}`);
    }
  }
}

/** Of its limit, what can't be reclaimed; -1 without one. */
export function shareOf({ limitBytes, unreclaimableBytes: held }: PodAtOnce): number {
  return limitBytes === null || held === null ? -1 : held / limitBytes;
}

type Figures = Pick<PodAtOnce, 'limitBytes' | 'unreclaimableBytes'>;

/** Of all pods whose cgroups are on this host, by UID. */
function figuresHere(): Map<string, Figures> {
  const found = new Map<string, Figures>();
  const hierarchy = ownHierarchy();
  if (hierarchy !== null) search(hierarchy.mountPoint, hierarchy.version);
  return found;

  function search(folder: string, version: 1 | 2): void {
    const entries = tolerate(
      ['ENOENT', 'ENODEV', 'EACCES'],
      () => readdirSync(folder, { withFileTypes: true }),
      [],
    );
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const path = join(folder, entry.name);
      const [, uid] =
        /(?:^|-)pod([0-9a-f]{8}[-_][0-9a-f_-]{27}|[0-9a-f]{32})(?:\.slice)?$/.exec(entry.name) ?? [];
      if (uid === undefined) search(path, version);
      else
        tolerate(['ENOENT', 'ENODEV'], () => found.set(uid.replaceAll('_', '-'), read(path, version)), found);
    }
  }
}

function read(cgroup: string, version: 1 | 2): Figures {
  const { shmem, anon, kernel } = cgroupVersions[version].usage(cgroup);
  const limit = Number(readProc(join(cgroup, layouts[version].limit)) ?? NaN); // v2 says `max`
  return { limitBytes: limit < 2 ** 60 ? limit : null, unreclaimableBytes: shmem + anon + kernel };
}
