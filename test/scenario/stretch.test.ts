import { describe, expect, it } from 'vitest';
import { loadSuite } from '../../harness/scenario/load-suite.ts';
import { asSample } from '../../harness/scenario/schema.ts';
import { stretchScenario } from '../../harness/scenario/stretch.ts';

const scenarios = loadSuite([], process.cwd());

describe('a scenario that is stretched', () => {
  it('sends the same uploads in all, and holds as many at any moment', () => {
    for (const scenario of scenarios) {
      const slow = stretchScenario(scenario, 3);
      for (const [index, arm] of scenario.arms.entries()) {
        const setup = asSample(arm.setup);
        const { load, app } = asSample(slow.arms[index]?.setup ?? setup);
        expect(load.for).toBe(setup.load.for * 3);
        expect(load.rate * load.for).toBeCloseTo(setup.load.rate * setup.load.for);
        if (setup.app.retention === null) expect(app.retention).toBeNull();
        else expect(load.rate * (app.retention ?? 0)).toBeCloseTo(setup.load.rate * setup.app.retention);
      }
    }
  });

  it('lets a slowed disk take the same share of what is sent', () => {
    const slowed = loadSuite(['dirty-slow-disk'], process.cwd());
    const speeds = slowed.map((one) =>
      [one, stretchScenario(one, 4)].map(({ arms }) => arms.map(({ setup }) => setup.scratch.writeSpeed)),
    );
    expect(speeds).toEqual([
      [expect.arrayContaining([2 * 2 ** 20, null]), expect.arrayContaining([2 ** 19, null])],
    ]);
  });

  it('is what it was at a factor of 1, and never changes the original', () => {
    const [scenario] = scenarios;
    if (!scenario) throw new Error('no scenario');
    const before = JSON.stringify(scenario);
    expect(stretchScenario(scenario, 1)).toBe(scenario);
    stretchScenario(scenario, 2);
    expect(JSON.stringify(scenario)).toBe(before);
  });
});
