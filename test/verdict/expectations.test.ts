import { describe, expect, it } from 'vitest';
import { checkExpectations } from '../../harness/verdict/expectations.ts';
import type { LifeFindings } from '../../harness/verdict/types.ts';
import { armFindings } from '../findings.ts';

const killed = (startedMs: number, endedMs: number): LifeFindings => ({
  startedMs,
  readyMs: startedMs,
  servedMs: endedMs - startedMs,
  brokenOffMs: 20,
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

const killedBy = (burst: number | null) => {
  const { load } = armFindings();
  return checkExpectations({ outcome: 'survived' }, armFindings({ load: { ...load, burst } }), [])[0];
};
const alive = (servedMs: number): LifeFindings => ({
  ...killed(2500, 2500 + servedMs),
  endedMs: null,
  ended: null,
});
const laterThan = (killedAfterMs: number, otherMs: number, predictedKillMs: number | null) => {
  const baseline = armFindings({ name: 'baseline', killedAfterMs: otherMs, predictedKillMs });
  const arm = armFindings({ name: 'bigger-limit', killedAfterMs });
  const later = { outcome: 'oom-killed', 'later-than': 'baseline' } as const;
  return checkExpectations(later, arm, [baseline]).find(({ name }) => name === 'later-than');
};

const fullLength = (servedMs: number, brokenOffMs: number) => {
  const later = { ...killed(2500, 2500 + servedMs), brokenOffMs };
  const full = { outcome: 'oom-killed', lives: 'full-length' } as const;
  return checkExpectations(full, armFindings({ lives: [killed(0, 2000), later] }), [])[1];
};

const causeOf = (cause: 'heap' | 'native' | 'unknown') =>
  checkExpectations({ outcome: 'oom-killed', cause: 'heap' }, armFindings({ cause }), [])[1];

describe('several outcomes that are expected', () => {
  it('hold with any of them, and a cause is not asked of one that lived', () => {
    const either = { outcome: ['oom-killed', 'survived'], cause: 'dirty-cache' } as const;
    const of = (change: Parameters<typeof armFindings>[0]) =>
      checkExpectations({ ...either, outcome: [...either.outcome] }, armFindings(change), []);
    expect(of({ outcome: 'survived', cause: null }).map(({ name, met }) => [name, met])).toEqual([
      ['outcome', true],
    ]);
    expect(of({ outcome: 'oom-killed', cause: 'tmpfs' }).map(({ met }) => met)).toEqual([true, false]);
    expect(of({ outcome: 'stalled', cause: 'dirty-cache' })[0]).toMatchObject({ met: false });
  });

  it('hold of an arm that must be killed later, if at all, and was not killed', () => {
    const either = { outcome: ['survived', 'oom-killed'], 'later-than': 'baseline' } as const;
    const baseline = armFindings({ name: 'baseline', killedAfterMs: 2000 });
    const of = (change: Parameters<typeof armFindings>[0]) =>
      checkExpectations({ ...either, outcome: [...either.outcome] }, armFindings(change), [baseline]);
    expect(of({ outcome: 'survived', killedAfterMs: null }).map(({ met }) => met)).toEqual([true]);
    expect(of({ outcome: 'oom-killed', killedAfterMs: 1000 }).map(({ met }) => met)).toEqual([true, false]);
  });

  it('tell why they are expected of this host', () => {
    const [outcome] = checkExpectations({ outcome: 'stalled' }, armFindings({ because: 'v1 has no X' }), []);
    expect(outcome?.expected).toBe('stalled (v1 has no X)');
  });
});

describe('a cause that is expected', () => {
  it('is refuted by another one, and not by one that is not known', () => {
    expect(causeOf('heap')).toMatchObject({ met: true, conclusive: true });
    expect(causeOf('native')).toMatchObject({ met: false, conclusive: true });
    expect(causeOf('unknown')).toMatchObject({ met: false, conclusive: false });
  });
});

describe('a peak that is expected to stay below a share of the limit', () => {
  it.each([
    [90, true],
    [95, false],
    [100, false],
  ])('of 95 %% is met by %i of 100: %s', (peakBytes, met) => {
    const arm = armFindings({ peakBytes, limitBytes: 100 });
    const [, peak] = checkExpectations({ outcome: 'oom-killed', 'peak-below': 0.95 }, arm, []);
    expect(peak).toMatchObject({ name: 'peak-below', met });
  });
});

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

describe('survival that is expected', () => {
  it('is refuted by a kill under a load that came as it was to', () => {
    expect(killedBy(1.05)).toMatchObject({ met: false, conclusive: true });
    expect(killedBy(null)).toMatchObject({ met: false, conclusive: true });
  });

  it('is not refuted by a kill under more than rate x retention makes room for', () => {
    expect(killedBy(1.32)).toMatchObject({
      met: false,
      conclusive: false,
      actual: expect.stringContaining('its load came in a burst, up to 132 % of its rate x retention'),
    });
  });
});

describe('one more kill that is expected', () => {
  const again = { outcome: 'oom-killed', restarts: 2, lives: 'full-length' } as const;
  const of = (last: LifeFindings) =>
    checkExpectations(again, armFindings({ lives: [killed(0, 2000), last], restarts: 1 }), []).slice(1);

  it('is refuted by a life that took as much load as the first, and lived', () => {
    expect(of(alive(2100)).map(({ name, met, conclusive }) => [name, met, conclusive])).toEqual([
      ['restarts', false, true],
      ['lives', false, true],
    ]);
  });

  it('is not known where the load ended before', () => {
    const open = of(alive(1500));
    expect(open.map(({ met, conclusive }) => [met, conclusive])).toEqual([
      [false, false],
      [false, false],
    ]);
    expect(open[1]?.actual).toBe('2.0 s; the load ended before another could be killed');
  });

  it('is not known either where the load ended before the last one killed was restarted', () => {
    const [restarts, lives] = of(killed(2500, 4400));
    expect(restarts).toMatchObject({ met: false, conclusive: false });
    expect(lives).toMatchObject({ met: true, conclusive: true });
  });
});

describe('lives that are expected to be as long as the first', () => {
  it('are refuted by a short one that answered all it got', () => {
    expect(fullLength(800, 20)).toMatchObject({ met: false, conclusive: true });
  });

  it('are not refuted by one that was filled by requests it never answered', () => {
    expect(fullLength(1150, 885)).toMatchObject({
      met: false,
      conclusive: false,
      actual: '2.0 s, 1.1 s; and the requests that the kills broke off were a load of 0.0 s, 0.9 s',
    });
  });
});

describe('a kill that is expected later than that of another arm', () => {
  it.each([
    [3400, 2300, true],
    [2300, 3400, false],
  ])('is held to it: %i ms against %i ms is %s', (mine, theirs, met) => {
    expect(laterThan(mine, theirs, 2300)).toMatchObject({ met, conclusive: true });
    expect(laterThan(mine, theirs, null)).toMatchObject({ met, conclusive: true });
  });

  it('is not refuted by a kill that its own load brought much later than foretold', () => {
    expect(laterThan(3500, 8300, 2300)).toMatchObject({
      met: false,
      conclusive: false,
      actual: '3.5 s against 8.3 s; but baseline was to be killed after 2.3 s: its load came late',
    });
  });
});
