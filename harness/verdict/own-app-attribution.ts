import type { ArmRecording } from '../recording/recording.ts';
import type { Sample } from '../recording/types.ts';
import { attributeArm, type Attribution } from './attribution.ts';
import { attributeForeign } from './diagnose/attribution.ts';
import type { Composition } from './types.ts';

/**
 * For an app of one's own: from /proc while it lived, as for any program that is not ours, and from the files that
 * it left on its volume. If nobody could look at its processes, from these files alone.
 */
export function attributeOwnApp(arm: ArmRecording, sample: Sample, composition: Composition): Attribution {
  const left = attributeArm(arm, composition);
  if (arm.holders.length === 0) return left;
  const [life] = arm.lives;
  const named = { arm: arm.arm.arm, cgroup: life?.started.cgroup ?? '', argv: [arm.arm.name] };
  // What a killed child held is gone at the next look, while the app lives on.
  const before = arm.holders.filter(({ atMs }) => atMs <= sample.atMs);
  const holders = before.length > 0 ? before : arm.holders;
  const seen = attributeForeign({ ...arm, holders }, named, sample);
  const tmpfs = (left.tmpfs?.bytes ?? 0) > (seen.tmpfs?.bytes ?? 0) ? left.tmpfs : seen.tmpfs;
  return { ...seen, tmpfs };
}
