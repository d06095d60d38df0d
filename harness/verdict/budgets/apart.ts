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
  return {
    heap: most(({ heapUsed }) => heapUsed),
    native: most(({ atMs, heapUsed }) => {
      const anon = loaded.findLast((sample) => sample.atMs <= atMs)?.anon;
      return anon === undefined ? null : Math.max(0, anon - heapUsed);
    }),
    threads: most(({ threadStacks }) => threadStacks ?? null),
  };
}

function exactly(peak: Peak, bytes: number): Peak {
  return { ...peak, bytes, mostBytes: bytes };
}
