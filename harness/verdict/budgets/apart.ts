import type { ArmRecording } from '../../recording/recording.ts';
import type { HeapLine, Sample } from '../../recording/types.ts';
import type { BudgetClass } from '../../scenario/schema.ts';
import type { SampledClass } from './classes.ts';
import type { Peak } from './findings.ts';
import { shareOfFiles } from './files.ts';

type Told = Partial<Record<BudgetClass, Peak>>;

/** The classes that samples do not tell apart, as far as other evidence does. */
export function tellApart(
  arm: ArmRecording,
  sampled: Record<SampledClass, Peak>,
  loaded: readonly Sample[],
): Told {
  return { ...ofShmem(arm, sampled.tmpfs), ...ofAnonymous(arm, sampled.anonymous, loaded) };
}

/** Files and shared memory, by the files that were counted. Where nobody could count, it is taken for files. */
function ofShmem(arm: ArmRecording, shmem: Peak): Told {
  const share = shareOfFiles(arm, shmem.mostBytes);
  if (share === null) return { tmpfs: shmem, 'shared-memory': { ...shmem, bytes: null, who: null } };
  const tmpfs = exactly(shmem, Math.round(shmem.mostBytes * share));
  return { tmpfs, 'shared-memory': { ...exactly(shmem, shmem.mostBytes - tmpfs.mostBytes), who: null } };
}

/** Heap, native memory and thread stacks, by the figures of the app's heap. */
function ofAnonymous(arm: ArmRecording, anonymous: Peak, loaded: readonly Sample[]): Told {
  const [fromMs, toMs] = [loaded[0]?.atMs ?? 0, loaded.at(-1)?.atMs ?? 0];
  const lines = arm.heap.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const most = (bytesOf: (line: HeapLine) => number | null): Peak => {
    const figures = lines.flatMap((line) => {
      const bytes = bytesOf(line);
      return bytes === null ? [] : [{ bytes, atMs: line.atMs - (arm.startedMs ?? 0) }];
    });
    const [peak] = figures.toSorted((a, b) => b.bytes - a.bytes);
    return peak
      ? { ...exactly(anonymous, peak.bytes), atMs: peak.atMs, who: null }
      : { ...anonymous, bytes: null };
  };
  const anonAt = walk(loaded);
  return {
    heap: most(({ heapUsed }) => heapUsed),
    native: most(({ atMs, heapUsed }) => {
      const anon = anonAt(atMs);
      return anon === null ? null : Math.max(0, anon - heapUsed);
    }),
    threads: most(({ threadStacks }) => threadStacks ?? null),
  };
}

/** Anonymous memory at a time, by the sample before it; asked for later and later times, it looks at each sample once. */
function walk(loaded: readonly Sample[]): (atMs: number) => number | null {
  let next = 0;
  return (atMs) => {
    while ((loaded[next]?.atMs ?? Infinity) <= atMs) next++;
    return loaded[next - 1]?.anon ?? null;
  };
}

function exactly(peak: Peak, bytes: number): Peak {
  return { ...peak, bytes, mostBytes: bytes };
}
