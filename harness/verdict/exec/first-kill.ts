import type { ExecRecording } from '../../recording/recording.ts';

/**
 * Upper bound of when the first kill was counted: a sample may count it only after the command's end, which it
 * preceded. Without a kill, the end of the command; Infinity if unknown.
 */
export function firstKillMs({ pod, lives }: Pick<ExecRecording, 'pod' | 'lives'>): number {
  const endMs = lives[0]?.ended?.atMs ?? Infinity;
  return Math.min(pod.find(({ oomKills }) => oomKills > 0)?.atMs ?? endMs, endMs);
}
