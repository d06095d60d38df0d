import { describe, expect, it } from 'vitest';
import { isFullLength, isOomDeath, isShortening, lengthMs, oomLengths } from '../../harness/verdict/lives.ts';
import type { LifeEnd, LifeFindings } from '../../harness/verdict/types.ts';

function life(startedMs: number, endedMs: number | null, ended: LifeEnd | null): LifeFindings {
  return {
    startedMs,
    endedMs,
    ended,
    readyMs: null,
    exitCode: null,
    signal: null,
    reason: null,
    servedMs: (endedMs ?? 0) - Math.max(startedMs, 0),
    brokenOffMs: 0,
    residueBytes: null,
  };
}

describe('isShortening', () => {
  it.each([
    ['no life', [], false],
    ['one life', [4000], false],
    ['a shorter second life', [4000, 3999], true],
    ['a second life as long as the first', [4000, 4000], false],
    ['a longer second life', [4000, 5000], false],
    ['ever shorter lives', [4000, 3000, 2000, 100], true],
    ['a life longer than the one before by no more than 15 % of the first', [4000, 3000, 3600], true],
    ['a life longer than the one before by more than that', [4000, 3000, 3601], false],
    [
      'a later life as long as the first, though hardly longer than the one before',
      [4000, 3900, 4000],
      false,
    ],
    ['lives that all end at once', [4000, 0, 0], true],
  ])('of %s is told rightly', (_what, lengths, expected) => {
    expect(isShortening(lengths)).toBe(expected);
  });
});

describe('isFullLength', () => {
  it.each([
    ['no life', [], false],
    ['one life', [2000], false],
    ['a second life as long as the first', [2000, 2000], true],
    ['a longer second life', [2000, 2600], true],
    ['a second life of three quarters of the first', [2000, 1500], true],
    ['a second life of a tenth of the first', [2000, 200], false],
    ['a third life that is short', [2000, 2000, 200], false],
  ])('of %s is told rightly', (_what, lengths, expected) => {
    expect(isFullLength(lengths)).toBe(expected);
  });
});

describe('the length of a life', () => {
  it.each([
    ['from the beginning of the load for the first', life(-500, 3000, 'oom-killed'), 3000],
    ['from its own start for a later one', life(3200, 4000, 'oom-killed'), 800],
    ['not known for one without an end', life(0, null, null), null],
  ])('counts %s', (_what, findings, expected) => {
    expect(lengthMs(findings)).toBe(expected);
  });

  it('is, for the comparison of lives, the load that each took', () => {
    const waiting = { ...life(14_000, 17_000, 'oom-killed'), servedMs: 180 };
    const early = { ...life(-500, 2000, 'oom-killed'), servedMs: 1900 };
    expect(oomLengths([early, waiting])).toEqual([1900, 180]);
  });

  it('is listed for the lives only that the kernel ended', () => {
    const lives = [
      life(-500, 3000, 'oom-killed'),
      life(3100, 3300, 'exited'),
      life(3400, 3500, 'oom-killed-at-start'),
      life(3600, 3700, 'child-oom-killed'),
      life(3800, 4000, 'stopped'),
    ];
    expect(oomLengths(lives)).toEqual([3000, 100]);
    expect(lives.map(isOomDeath)).toEqual([true, false, true, false, false]);
  });
});
