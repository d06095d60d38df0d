import type { ArmRecording } from '../recording/recording.ts';
import type { LimitsLine } from '../recording/types.ts';
import { mebibytes } from '../text/words.ts';

/** The kernel rounds a limit to whole pages. */
const pageBytes = 65_536;

/**
 * A limit other than the scenario's, in words; null if there was none. It is in force if it is the least of one
 * cgroup and all above it, from when the load began: the container's, or the pod's. Old recordings do not say.
 */
export function otherLimit({
  limits,
  startedMs,
  arm,
}: Pick<ArmRecording, 'limits' | 'startedMs' | 'arm'>): string | null {
  const wanted = arm.setup.memory;
  const byLevel = new Map<string, LimitsLine[]>();
  for (const line of limits) {
    const ofLevel = byLevel.get(line.level);
    if (ofLevel) ofLevel.push(line);
    else byLevel.set(line.level, [line]);
  }
  const inForce = [...byLevel.values()].map((lines) => {
    const since = lines.findLastIndex(({ atMs }) => atMs <= (startedMs ?? 0));
    return lines.slice(Math.max(0, since)).map(({ limits: all }) => leastOf(all));
  });
  const isWanted = (bytes: number) => Math.abs(bytes - wanted) < pageBytes;
  if (inForce.length === 0 || inForce.some((all) => all.every(isWanted))) return null;
  const other = inForce.flat().find((bytes) => !isWanted(bytes)) ?? Infinity;
  const found = other === Infinity ? 'it had no limit' : `its limit was ${mebibytes(other)}`;
  return `${found} for a time, not ${mebibytes(wanted)}`;
}

function leastOf(limits: { limitBytes: number | null }[]): number {
  return limits.reduce((least, { limitBytes }) => Math.min(least, limitBytes ?? Infinity), Infinity);
}
