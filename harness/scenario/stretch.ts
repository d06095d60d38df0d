import { isSample } from './app-schema.ts';
import { isRequests, type LoadSetup } from './load-schema.ts';
import type { Arm, Scenario } from './types.ts';

/**
 * The same scenario, `factor` times slower: fewer arrivals per second, for longer, each kept for longer, and a
 * slowed disk slower. What is stored at each point, and so the outcome, is the same. For hosts that can't keep up.
 */
export function stretchScenario(scenario: Scenario, factor: number): Scenario {
  return factor === 1 ? scenario : { ...scenario, arms: scenario.arms.map((arm) => stretchArm(arm, factor)) };
}

function stretchArm(arm: Arm, factor: number): Arm {
  const { app, load, scratch } = arm.setup;
  const writeSpeed = scratch.writeSpeed === null ? null : Math.round(scratch.writeSpeed / factor); // the kernel wants whole bytes
  const setup = {
    ...arm.setup,
    app: isSample(app) ? { ...app, retention: app.retention && app.retention * factor } : app,
    load: slower(load, factor),
    scratch: { ...scratch, writeSpeed },
  };
  return { ...arm, setup };
}

/** Only requests can come more slowly. */
function slower(load: LoadSetup, factor: number): LoadSetup {
  if (!isRequests(load)) return load;
  return { ...load, rate: load.rate / factor, for: load.for * factor, ramp: load.ramp * factor };
}
