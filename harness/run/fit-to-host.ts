import type { InspectedPlatform } from '../platforms/platform.ts';
import { armForHost } from './for-host.ts';
import type { Arm, Scenario } from '../scenario/types.ts';

/** Why arms are skipped here, by arm id. */
export type Skipped = Map<string, string>;

/** What to expect on this host, which arms run here, and why the others do not. */
export function fitToHost(
  given: Scenario[],
  platform: InspectedPlatform,
): { scenarios: Scenario[]; arms: Arm[]; skipped: Skipped } {
  const scenarios = given.map((scenario) => ({
    ...scenario,
    arms: scenario.arms.map((arm) => armForHost(arm, platform.facts)),
  }));
  const all = scenarios.flatMap(({ arms }) => arms);
  const skipped: Skipped = new Map(
    all.flatMap((arm) => {
      const reason = platform.skipReason(arm);
      return reason === null ? [] : [[arm.id, reason] as const];
    }),
  );
  return { scenarios, arms: all.filter(({ id }) => !skipped.has(id)), skipped };
}
