import type { ArmRecording } from '../recording/recording.ts';
import { smallest } from '../text/extremes.ts';
import type { HostOomLine } from '../recording/types.ts';
import { mebibytes } from '../text/words.ts';
import { scarceShare } from './thresholds.ts';

/** Why nothing is to be believed of any arm: the host itself ran out of memory. Null where it did not. */
export function hostOomReason(
  line: HostOomLine | null,
  arms: ArmRecording[],
  memoryBytes: number | null,
): string | null {
  if (line === null) return null;
  if (line.kernelLines) {
    const [said] = line.kernelLines;
    return said === undefined ? null : `the host itself ran out of memory (kernel log: ${said})`;
  }
  // Without the kernel's word: somebody was killed who is none of ours, while there was next to nothing left.
  const own = arms.flatMap(({ lives }) => lives).reduce((sum, { ended }) => sum + (ended?.oomKills ?? 0), 0);
  const least = smallest(arms.flatMap(({ node }) => node.map(({ memAvailable }) => memAvailable)));
  if (line.kills <= own || memoryBytes === null || least >= memoryBytes * scarceShare) return null;
  return `the host itself ran out of memory: it had ${mebibytes(least)} left, and the kernel killed ${line.kills - own} others`;
}
