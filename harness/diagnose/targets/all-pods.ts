import { readdirSync } from 'node:fs';
import { join } from 'node:path/posix';
import { Failure, tolerate } from '../../errors.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import type { Caller } from '../../process/caller.ts';
import { cadvisorSeries, type CadvisorSeries } from '../kubernetes/cadvisor.ts';
import { podList } from '../kubernetes/pod-object.ts';
import type { ClusterRequest } from '../target.ts';
import { ClusterAsker } from './cluster-asker.ts';
import { levelsIn, levelsOn, nearestOf, shareOf, type Level } from './levels.ts';
import { cgroupUidOf, endsOf, restartsOf } from './pod-object.ts';
import { cadvisorPage } from './way-kubelet.ts';

/** One pod of many, at one moment: at that of its levels which is nearest to its limit. */
export interface PodAtOnce {
  namespace: string;
  name: string;
  /** The container whose memory and limit these are; null: they are the pod's. */
  container: string | null;
  node: string | null;
  /** Null: it has none, or it is not known. */
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
  const { items } = podList.parse(await ask.get('pods', ...which));
  const running = items.filter(({ status }) => status.phase === 'Running');
  const here = podCgroupsHere();
  const afar = running.filter((pod) => !here.folders.has(cgroupUidOf(pod)));
  const nodes = [...new Set(afar.flatMap(({ spec }) => spec.nodeName ?? []))];
  const problems: string[] = [];
  const pages = (await Promise.all(nodes.map(seriesOf))).flat();
  const pods = running.map((pod): PodAtOnce => {
    const { name, namespace: of } = pod.metadata;
    const folder = here.folders.get(cgroupUidOf(pod));
    const levels: Level[] =
      folder === undefined
        ? levelsOn(pages.filter((one) => one.pod === name && one.namespace === of))
        : levelsIn(folder, pod, here.version);
    const { container, limitBytes, unreclaimableBytes } = nearestOf(levels) ?? unseen;
    const [last] = endsOf(pod).toReversed();
    return {
      namespace: of,
      name,
      container,
      node: pod.spec.nodeName ?? null,
      limitBytes,
      unreclaimableBytes,
      restarts: restartsOf(pod),
      lastEnd: last ? `${last.reason} ${last.exitCode}` : null,
    };
  });
  return { pods: pods.toSorted((a, b) => shareOf(b) - shareOf(a)), problems };

  async function seriesOf(node: string): Promise<CadvisorSeries[]> {
    try {
      return cadvisorSeries((await cadvisorPage(ask, node)).split('\n'));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(`${node}: ${error.hint ?? error.message}`);
      return [];
    }
  }
}

const unseen = { container: null, limitBytes: null, unreclaimableBytes: null };

/** The cgroups of all pods on this host, by UID. */
function podCgroupsHere(): { folders: ReadonlyMap<string, string>; version: 1 | 2 } {
  const folders = new Map<string, string>();
  const hierarchy = ownHierarchy();
  if (hierarchy !== null) search(hierarchy.mountPoint);
  return { folders, version: hierarchy?.version ?? 2 };

  function search(folder: string): void {
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
      if (uid === undefined) search(path);
      else folders.set(uid.replaceAll('_', '-'), path);
    }
  }
}
