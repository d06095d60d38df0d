import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { TargetRecording } from '../../recording/recording.ts';
import type { Sample } from '../../recording/types.ts';
import type { Attribution } from '../attribution.ts';
import { filesBytes } from './attribution.ts';
import { compose } from '../composition.ts';
import { evenInTime, robustSlope, type Point } from '../slope.ts';
import { majority } from '../thresholds.ts';
import type { Composition } from '../types.ts';
import { judgeGrowth, pointsLookedAt } from './growth.ts';

/** The classes of memory that can fill a limit, and where each stands in a composition. */
const classes = {
  shmem: 'tmpfsBytes',
  anonymous: 'anonBytes',
  'dirty-cache': 'dirtyBytes',
  'locked-cache': 'lockedBytes',
  sockets: 'socketBytes',
  kernel: 'kernelBytes',
} as const;
type Class = keyof typeof classes;

/** Bytes a second of each class that grows; `heap` is a part of `anonymous`, `files` of `shmem`. */
export type ClassGrowth = Partial<Record<Class | 'heap' | 'files', number>>;

export function growthOf({
  pod,
  heap,
  holders,
}: Pick<TargetRecording, 'pod' | 'heap' | 'holders'>): ClassGrowth {
  const compositions = pod.map((sample) => compose(sample, 0));
  const seriesOf = (field: keyof Composition) =>
    evenInTime(
      compositions.map((one): Point => [one.atMs, one[field]]),
      pointsLookedAt,
    );
  const pacesBy = (paceOf: (points: Point[]) => number) =>
    Object.entries(classes).map(([name, field]) => [name, paceOf(seriesOf(field))] as const);
  const judged = pacesBy((points) => judgeGrowth(points).bytesPerSecond);
  const all = judgeGrowth(seriesOf('unreclaimableBytes')).bytesPerSecond;
  const explained = judged.reduce((sum, [, pace]) => sum + pace, 0);
  // What grows as a whole does so by its parts, even if each of them is within what comes and goes.
  const paces =
    explained < all * majority ? pacesBy((points) => Math.max(0, robustSlope(points) ?? 0)) : judged;
  const growing: ClassGrowth = Object.fromEntries(paces.filter(([, pace]) => pace > 0));
  return { ...growing, ...paceOfFiles(holders, growing.shmem ?? 0), ...paceOfHeap(heap) };
}

/** Of few figures: known to be 0 where it does not grow, and absent where there is but one. */
function paceOfHeap(heap: TargetRecording['heap']): Pick<ClassGrowth, 'heap'> {
  const pace = robustSlope(heap.map(({ atMs, heapUsed }): Point => [atMs, heapUsed]));
  return pace === null ? {} : { heap: Math.max(0, pace) };
}

/**
 * Their part in the growth of shmem, by what both grew from the first look to the last: there are few, at times of their
 * own. Known to be 0 where only other shmem grew, and absent where none did between them.
 */
function paceOfFiles(holders: readonly HoldersLine[], shmemPace: number): Pick<ClassGrowth, 'files'> {
  const [first, last] = [holders[0], holders.at(-1)];
  const grown = first && last ? last.charged.shmem - first.charged.shmem : 0;
  if (!first || !last || grown <= 0) return {};
  const ofFiles = filesBytes(last, last.charged.shmem) - filesBytes(first, first.charged.shmem);
  return { files: shmemPace * Math.max(0, Math.min(1, ofFiles / grown)) };
}

/** The composition after `ms` more of such growth, which is what will have filled the limit. */
export function composeLater(now: Composition, growth: ClassGrowth, ms: number): Composition {
  const later = { ...now };
  for (const [name, field] of Object.entries(classes))
    later[field] += ((growth[name as Class] ?? 0) * ms) / 1000;
  return later;
}

/**
 * The attribution for that composition: each part grows as its class does, but for heap and files, whose own paces
 * are known.
 */
export function attributeLater(
  attribution: Attribution,
  now: Composition,
  later: Composition,
  { heap, files }: ClassGrowth,
  ms: number,
): Attribution {
  const times = (field: 'anonBytes' | 'tmpfsBytes' | 'kernelBytes') => later[field] / Math.max(1, now[field]);
  const { tmpfs, heap: held, stacks, unixSocketBytes } = attribution;
  return {
    ...attribution,
    tmpfs: tmpfs && {
      ...tmpfs,
      bytes: files === undefined ? tmpfs.bytes * times('tmpfsBytes') : tmpfs.bytes + (files * ms) / 1000,
    },
    heap: {
      ...held,
      bytes:
        held.bytes === null
          ? null
          : heap === undefined
            ? held.bytes * times('anonBytes')
            : held.bytes + (heap * ms) / 1000,
      openBytes: held.openBytes * times('anonBytes'),
    },
    stacks: stacks && { ...stacks, bytes: stacks.bytes * times('anonBytes') },
    unixSocketBytes: unixSocketBytes === null ? null : unixSocketBytes * times('kernelBytes'),
  };
}

/** The part of a look after the last kill in it, or before it where that is longer: a kill is no trend. */
export function steadyPart(pod: readonly Sample[]): readonly Sample[] {
  const parts: Sample[][] = [];
  for (const sample of pod) {
    const part = parts.at(-1);
    if (part && part.at(-1)?.oomKills === sample.oomKills) part.push(sample);
    else parts.push([sample]);
  }
  const [last = []] = parts.slice(-1);
  const longest = parts.toSorted((a, b) => lasted(b) - lasted(a))[0] ?? [];
  return lasted(last) >= lasted(longest) / 2 ? last : longest;
}

function lasted(part: Sample[]): number {
  return (part.at(-1)?.atMs ?? 0) - (part[0]?.atMs ?? 0);
}
