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
  const retention = app.retention === null ? null : app.retention * factor;
  const writeSpeed = scratch.writeSpeed === null ? null : Math.round(scratch.writeSpeed / factor); // the kernel wants whole bytes
  const slower = { ...load, rate: load.rate / factor, for: load.for * factor, ramp: load.ramp * factor };
  const setup = {
    ...arm.setup,
    app: { ...app, retention },
    load: slower,
    scratch: { ...scratch, writeSpeed },
  };
  return { ...arm, setup };
}
