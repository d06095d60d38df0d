import type { ArmRecording } from '../recording/recording.ts';
import { smallest } from '../text/extremes.ts';
import type { HostOomLine } from '../recording/types.ts';
import { mebibytes } from '../text/words.ts';
import { scarceShare } from './thresholds.ts';

/** Why nothing about any arm can be trusted: the host itself ran out of memory. Else null. */
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
  // Without the kernel's word: a process not ours was killed when next to nothing was left.
  const own = arms.flatMap(({ lives }) => lives).reduce((sum, { ended }) => sum + (ended?.oomKills ?? 0), 0);
  const least = smallest(arms.flatMap(({ node }) => node.map(({ memAvailable }) => memAvailable)));
  if (line.kills <= own || memoryBytes === null || least >= memoryBytes * scarceShare) return null;
  return `the host itself ran out of memory: it had ${mebibytes(least)} left, and the kernel killed ${line.kills - own} others`;
}
