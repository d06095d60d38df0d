import { storeProblem } from '../package/prebuilds.ts';
import type { Arm } from '../scenario/types.ts';

/** Why an arm can't run on any platform from this checkout; null if it can. */
export function skipReason({ setup }: Arm): string | null {
  return setup.app.mode === 'mmap' ? storeProblem() : null;
}

/** The same for a platform that can't slow an arm's disk. */
export function skipReasonWithoutSlowDisk(arm: Arm): string | null {
  if (arm.setup.scratch.writeSpeed === null) return skipReason(arm);
  return 'only --on cgroup can slow a disk for one arm alone';
}
