import { describe, expect, it } from 'vitest';
import { judgeOutcome } from '../../harness/verdict/outcome.ts';
import type { LoadFindings } from '../../harness/verdict/types.ts';
import { armRecording, sample } from '../recording.ts';

const mebibyte = 2 ** 20;

/** An arm of 9 s below its limit of 128 MiB, through which more than that was put. */
function judged(anonMebibytes: (second: number) => number): { outcome: string; reason: string } {
  const pod = Array.from({ length: 91 }, (_, index) =>
    sample(index * 100, { anon: anonMebibytes(index / 10) * mebibyte }),
  );
  const arm = armRecording({
    pod,
    loadEnded: { atMs: 9000 } as never,
    ended: { atMs: 9000, reason: 'shown' } as never,
    sampler: { longestGapMs: 2 } as never,
  });
  const load = { delivered: 1, deliveredLate: 1, ok: 10, diskFull: 0, storedBytes: 512 * mebibyte };
  return judgeOutcome({
    arm,
    lives: [],
    load: load as LoadFindings,
    limitEvents: 0,
    lastBeforeKill: null,
    distrust: null,
    killedBaseline: null,
  });
}

it('has not survived a script of which more requests fail than are answered, whatever share of those due', () => {
  const load = { delivered: 1, deliveredLate: 1, ok: 10, failed: 20, scheduled: 10, diskFull: 0 };
  const arm = armRecording({
    pod: [sample(0), sample(900)],
    ended: { atMs: 900, reason: 'load-done' } as never,
    sampler: { longestGapMs: 2 } as never,
  });
  const facts = { arm, lives: [], load: load as LoadFindings, limitEvents: 5, lastBeforeKill: null };
  expect(judgeOutcome({ ...facts, distrust: null, killedBaseline: null })).toMatchObject({
    outcome: 'inconclusive',
    doubt: 'load-refused',
  });
});

describe('an arm that never met its limit', () => {
  it('has survived where memory came to a plateau', () => {
    expect(judged((second) => Math.min(60, 20 * second))).toMatchObject({ outcome: 'survived' });
  });

  it('is inconclusive where memory still grew when the load ended', () => {
    const { outcome, reason } = judged((second) => 10 * second);
    expect(outcome).toBe('inconclusive');
    expect(reason).toBe('still growing by 10 MiB a second when the load ended');
  });

  it('has survived where memory comes and goes, though it was on the rise at the end', () => {
    expect(judged((second) => 10 + 25 * ((second + 2) % 4))).toMatchObject({ outcome: 'survived' });
  });
});
