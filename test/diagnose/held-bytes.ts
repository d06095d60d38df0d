import { layouts } from '../../harness/kernel/cgroup-layouts.ts';
import { readSample } from '../../harness/sampler/cgroup-reader.ts';

/**
 * What a cgroup holds: anonymous memory and cache, in bytes. Its usage would not do: it includes what each processor has
 * charged ahead, up to 64 pages, which goes back whenever that processor charges another cgroup (mm/memcontrol.c,
 * `MEMCG_CHARGE_BATCH`).
 */
export function heldBytes(cgroup: string, version: 1 | 2): number {
  const { anon, file } = readSample(cgroup, layouts[version]);
  return anon + file;
}
