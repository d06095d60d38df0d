import { describe, expect, it } from 'vitest';
import { compose } from '../../harness/verdict/composition.ts';
import { causeOtherThanMemory } from '../../harness/verdict/stall.ts';
import { sample } from '../recording.ts';

const MiB = 2 ** 20;
const of = (anon: number, dirty: number) =>
  causeOtherThanMemory(
    compose(sample(0, { anon: anon * MiB, file: dirty * MiB, dirty: dirty * MiB }), 0),
    64 * MiB,
  );

describe('a stall at the limit', () => {
  it('is for want of memory where what is dirty and what stays fill the limit', () => {
    expect(of(24, 38)).toBeNull();
    expect(of(60, 0)).toBeNull();
  });

  it('is for something else where they leave room, and says how much they were', () => {
    expect(of(24, 10)).toMatchObject({
      cause: 'unknown',
      reason: expect.stringContaining('34 MiB of 64 MiB') as string,
    });
  });
});
