import { readdirSync } from 'node:fs';
import { join } from 'node:path/posix';
import { tolerate } from '../../errors.ts';
import { layouts } from '../../kernel/cgroup-layouts.ts';
import { readLimit } from '../../kernel/limit.ts';
import { readSample } from '../../sampler/cgroup-reader.ts';
import { unreclaimableBytes } from '../../verdict/composition.ts';
import { unreclaimableOf, type CadvisorScrape, type CadvisorSeries } from '../kubernetes/cadvisor.ts';
import type { PodObject } from '../kubernetes/pod-object.ts';
import { containerIdOf, containersOf } from './pod-object.ts';

/** A level of a pod at which its memory may be limited. */
export interface Level {
  /** Null: the pod as a whole. */
  container: string | null;
  limitBytes: number | null;
  unreclaimableBytes: number;
}

/** The one that is nearest to its limit; the pod's own, which comes first, where none is nearer. */
export function nearestOf<Of extends Level>(levels: readonly Of[]): Of | undefined {
  return levels.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
}

/** Of its limit, what can't be reclaimed; -1 without one. */
export function shareOf({
  limitBytes,
  unreclaimableBytes: held,
}: Pick<Level, 'limitBytes'> & { unreclaimableBytes: number | null }): number {
  return limitBytes === null || held === null ? -1 : held / limitBytes;
}

/** Of a pod whose cgroup is on this host: its own, then its running containers'. Without those that are just going. */
export function levelsIn(podCgroup: string, pod: PodObject, version: 1 | 2): (Level & { cgroup: string })[] {
  const folders = tolerate(['ENOENT'], () => readdirSync(podCgroup), []);
  const containers = containersOf(pod).flatMap(({ name }) => {
    const id = containerIdOf(pod, name);
    const folder = id === null ? undefined : folders.find((one) => one.includes(id));
    return folder === undefined ? [] : [{ container: name, cgroup: join(podCgroup, folder) }];
  });
  return [{ container: null, cgroup: podCgroup }, ...containers].flatMap(({ container, cgroup }) =>
    tolerate(['ENOENT', 'ENODEV'], () => [levelAt(container, cgroup, version)], []),
  );
}

function levelAt(container: string | null, cgroup: string, version: 1 | 2) {
  const layout = layouts[version];
  const held = unreclaimableBytes(readSample(cgroup, layout));
  return { container, cgroup, limitBytes: readLimit(cgroup, layout) ?? null, unreclaimableBytes: held };
}

/** Of one pod, by the series of its kubelet's page: its own, then its containers'. Without those that tell too little. */
export function levelsOn(series: readonly CadvisorSeries[]): (Level & { scrape: CadvisorScrape })[] {
  return series
    .toSorted((a, b) => a.container.localeCompare(b.container))
    .flatMap(({ container, scrapes }) => {
      const [scrape] = scrapes.slice(-1);
      const held = scrape ? unreclaimableOf(scrape) : null;
      if (!scrape || held === null) return [];
      const { limitBytes } = scrape;
      return [{ container: container || null, scrape, limitBytes, unreclaimableBytes: held }];
    });
}
