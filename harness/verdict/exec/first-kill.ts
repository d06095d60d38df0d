import type { ExecRecording } from '../../recording/recording.ts';

/**
 * When the first kill was counted, at the latest: a sample may count one only after the end of the command, which it
 * came before. Where nothing was killed, the end of the command; Infinity where that is not known.
 */
export function firstKillMs({ pod, lives }: Pick<ExecRecording, 'pod' | 'lives'>): number {
  const endMs = lives[0]?.ended?.atMs ?? Infinity;
  return Math.min(pod.find(({ oomKills }) => oomKills > 0)?.atMs ?? endMs, endMs);
}
