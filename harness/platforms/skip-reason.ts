import { storeProblem } from '../package/prebuilds.ts';
import { formOf, type AppForm } from '../scenario/app-schema.ts';
import type { Arm } from '../scenario/types.ts';

/** Why an arm can't run from this checkout on a platform that runs apps in these forms; null if it can. */
export function skipReason({ setup: { app } }: Arm, forms: readonly AppForm[]): string | null {
  if (!forms.includes(formOf(app))) return `no app by ${formOf(app)} can run here`;
  return 'mode' in app && app.mode === 'mmap' ? storeProblem() : null;
}

/** The same for a platform that can neither slow an arm's disk nor read along with the app. */
export function skipReasonWithoutSlowDisk(arm: Arm, forms: readonly AppForm[]): string | null {
  const { load, scratch } = arm.setup;
  if ('none' in load && load.delivered !== undefined && 'log' in load.delivered)
    return 'only --on cgroup reads along with the app for load.delivered.log; take a metric or an exit code';
  if (scratch.writeSpeed === null) return skipReason(arm, forms);
  return 'only --on cgroup can slow a disk for one arm alone';
}
