import { describe, expect, it } from 'vitest';
import type { Life } from '../../harness/recording/recording.ts';
import { judgeHeap } from '../../harness/verdict/heap.ts';
import { armRecording, heapFigure, sample } from '../recording.ts';
import { wholeSetup } from '../setup.ts';

const MiB = 2 ** 20;
const setup = wholeSetup({ memory: 128 * MiB });

/** An arm that is killed after `killMs`, whose app told so much heap every 100 ms from 600 ms on. */
function judged(heapMiB: number[], killMs: number, anonMiB: [atMs: number, MiB: number][]) {
  const { arm } = armRecording();
  const lives = [{ life: 1, ready: { atMs: 0 }, ended: { atMs: killMs } } as unknown as Life];
  const heap = heapMiB.map((figure, index) => heapFigure(600 + index * 100, figure * MiB));
  const pod = anonMiB.map(([atMs, figure]) => sample(atMs, { anon: figure * MiB }));
  return judgeHeap(armRecording({ arm: { ...arm, setup }, lives, heap, pod }));
}
const flat = [8, 8, 8, 8, 8, 8];

describe('a heap', () => {
  it('grows where its figures do', () => {
    expect(judged([10, 20, 30, 40, 50, 60], 1200, []).state).toBe('growing');
  });

  it('is flat where they stay until the end', () => {
    expect(
      judged(flat, 1200, [
        [1100, 30],
        [1190, 120],
      ]).state,
    ).toBe('flat');
  });

  it('is not known where the app told nothing for long before the kill, and anonymous memory came', () => {
    const starved = judged(flat, 4100, [
      [1100, 30],
      [4000, 120],
      [4099, 0],
    ]);
    expect(starved).toMatchObject({
      state: 'unknown',
      reason: 'no heap figure in the last 3.0 s, in which 90 MiB came',
    });
  });

  it('is flat where what came after its last figure was something else', () => {
    expect(
      judged(flat, 4100, [
        [1100, 30],
        [4000, 35],
      ]).state,
    ).toBe('flat');
  });

  it('is not known of a life too short for figures', () => {
    expect(judged([8, 8], 1200, []).state).toBe('unknown');
  });
});
