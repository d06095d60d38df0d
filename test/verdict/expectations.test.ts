import { describe, expect, it } from 'vitest';
import { checkExpectations } from '../../harness/verdict/expectations.ts';
import type { LifeFindings } from '../../harness/verdict/types.ts';
import { armFindings } from '../findings.ts';

const killed = (startedMs: number, endedMs: number): LifeFindings => ({
  startedMs,
  readyMs: startedMs,
  servedMs: endedMs - startedMs,
  reason: null,
  endedMs,
  ended: 'oom-killed',
  exitCode: null,
  signal: 'SIGKILL',
  residueBytes: 0,
});
const expected = { outcome: 'oom-killed', lives: 'shortening' } as const;
const ofLives = (lives: LifeFindings[], residueCounts: boolean) =>
  checkExpectations(expected, armFindings({ lives }), [], residueCounts).find(({ name }) => name === 'lives');

describe('lives that are expected to shorten', () => {
  const equal = [killed(0, 2000), killed(2500, 4700)];

  it('must shorten where what one leaves counts against the next', () => {
    expect(ofLives(equal, true)).toMatchObject({ met: false });
    expect(ofLives([killed(0, 2000), killed(2500, 2900)], true)).toMatchObject({ met: true });
  });

  it('need only be killed again where they share no limited cgroup, and the expectation says so', () => {
    expect(ofLives(equal, false)).toMatchObject({
      met: true,
      expected: expect.stringContaining('share no limited cgroup'),
    });
    expect(ofLives(equal.slice(0, 1), false)).toMatchObject({ met: false });
  });
});
