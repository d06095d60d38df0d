import type { ArmRecording } from '../../recording/recording.ts';
import type { LifeEndedLine } from '../../recording/types.ts';
import { tellingShmemShare } from '../thresholds.ts';

/** The most files that were counted on a memory-backed volume at the end of a life; null if nobody looked. */
export function countedFiles({ lives }: ArmRecording): NonNullable<LifeEndedLine['scratch']> | null {
  const counted = lives.flatMap(({ ended }) => onTmpfs(ended));
  return counted.toSorted((a, b) => b.bytes - a.bytes)[0] ?? null;
}

/**
 * The share of shmem that is files on a volume, from 0 to 1, by the fullest volume at the end of a life. Null if
 * nobody looked, or too little of the peak was left by then.
 */
export function shareOfFiles({ lives, pod }: ArmRecording, peakBytes: number): number | null {
  const shares = lives.flatMap(({ ended }) =>
    onTmpfs(ended).flatMap(({ bytes }) => {
      const shmem = pod.findLast(({ atMs }) => atMs <= (ended?.atMs ?? 0))?.shmem ?? 0;
      return shmem > 0 && shmem >= peakBytes * tellingShmemShare ? [{ bytes, share: bytes / shmem }] : [];
    }),
  );
  const fullest = shares.toSorted((a, b) => b.bytes - a.bytes)[0];
  return fullest ? Math.min(1, fullest.share) : null;
}

function onTmpfs(ended: LifeEndedLine | null): NonNullable<LifeEndedLine['scratch']>[] {
  return ended?.scratch?.fileSystem === 'tmpfs' ? [ended.scratch] : [];
}
