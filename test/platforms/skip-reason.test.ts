import { describe, expect, it } from 'vitest';
import { skipReasonWithoutSlowDisk } from '../../harness/platforms/skip-reason.ts';
import { loadSuite } from '../../harness/scenario/load-suite.ts';

const [scenario] = loadSuite(['dirty-slow-disk'], process.cwd());

describe('a platform that can slow no disk', () => {
  it.each([
    ['baseline', expect.stringContaining('--on cgroup') as string],
    ['fast-disk', null],
  ])('skips the arm %s of dirty-slow-disk with the reason, or runs it: %s', (name, reason) => {
    const arm = scenario?.arms.find((one) => one.name === name);
    if (!arm) throw new Error(`no arm ${name}`);
    expect(skipReasonWithoutSlowDisk(arm, ['mode'])).toEqual(reason);
  });
});
