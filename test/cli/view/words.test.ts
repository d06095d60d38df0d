import { describe, expect, it } from 'vitest';
import { detailWords, stepWords } from '../../../harness/cli/view/words.ts';
import type { LifeEndedLine } from '../../../harness/recording/types.ts';

const end: LifeEndedLine = {
  kind: 'life-ended',
  arm: 'x/a',
  life: 2,
  atMs: 1,
  exitCode: null,
  signal: 'SIGKILL',
  reason: null,
  stopped: false,
  oomKills: 1,
  oomKillsFrom: 'memory.events',
  pod: { usage: 3 * 2 ** 20, shmem: 0 },
  scratch: null,
  lastLines: [],
};
const arm = 'x/a';
const atMs = 1;

describe('what progress says of a line', () => {
  it.each([
    ['a kill that the cgroup counted', end, 'life 2 OOM-killed; the pod still holds 3 MiB'],
    ['a kill that it did not count', { ...end, oomKills: 0 }, /^life 2 ended by SIGKILL/],
    ['an exit', { ...end, oomKills: 0, signal: null, exitCode: 3 }, /^life 2 ended with exit code 3/],
  ])('tells %s apart', (_what, line, words) => {
    expect(stepWords(line)).toMatch(words);
  });

  it('is nothing where the tool itself ended a life, or the line is a figure', () => {
    expect(stepWords({ ...end, stopped: true })).toBeNull();
    expect(stepWords({ kind: 'heap', arm, atMs, heapUsed: 1, external: null })).toBeNull();
  });

  it('is how an arm ended', () => {
    expect(stepWords({ kind: 'arm-ended', arm, atMs, reason: 'shown' })).toBe('has shown enough');
    expect(stepWords({ kind: 'arm-ended', arm, atMs, reason: 'load-done' })).toBe('load done');
  });

  it('is more with -v', () => {
    const sampler = { intervalMs: 1, ticks: 5210, missedTicks: 3, longestGapMs: 4, cpuMs: 50, wallMs: 1000 };
    expect(detailWords({ kind: 'sampler', arm, ...sampler })).toBe(
      'sampled 5,210 times, 3 missed, longest gap 4.0 ms, 5 % of a processor',
    );
    expect(detailWords({ kind: 'load-ended', arm, atMs, unfinished: 0, latencyMs: null })).toBe(
      'the load is over; no answer was timed',
    );
    expect(detailWords({ kind: 'node', arm, atMs, memAvailable: 1 })).toBeNull();
  });
});
