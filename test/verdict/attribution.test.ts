import { describe, expect, it } from 'vitest';
import { attributeArm } from '../../harness/verdict/attribution.ts';
import { judgeCause } from '../../harness/verdict/cause.ts';
import { compose } from '../../harness/verdict/composition.ts';
import { armRecording, heapFigure, sample } from '../recording.ts';

const MiB = 2 ** 20;
const atKill = compose(sample(1000, { anon: 120 * MiB, usage: 125 * MiB }), 0);

function causeOf(figures: ReturnType<typeof heapFigure>[], anonThen = 120) {
  const pod = [sample(850, { anon: anonThen * MiB }), sample(1000, { anon: 120 * MiB })];
  return judgeCause(atKill, attributeArm(armRecording({ pod, heap: figures }), atKill)).cause;
}

describe('anonymous memory that filled the limit', () => {
  it.each([
    ['heap', "the app's heap is the greater part of it", [heapFigure(900, 80 * MiB)]],
    ['native', 'neither heap nor stacks are', [heapFigure(900, 7 * MiB, 20 * MiB)]],
    ['native', 'the app tells no stacks', [heapFigure(900, 7 * MiB)]],
    ['threads', 'stacks of threads are', [heapFigure(900, 7 * MiB, 70 * MiB)]],
    ['unknown', 'the app told nothing', []],
    ['unknown', 'the app told something only after the kill', [heapFigure(1100, 80 * MiB)]],
  ] as const)('is called %s where %s', (cause, _where, figures) => {
    expect(causeOf([...figures])).toBe(cause);
  });

  it('holds stacks against what there was when they were counted, for threads come fast', () => {
    expect(causeOf([heapFigure(900, 7 * MiB, 40 * MiB)], 70)).toBe('threads');
  });
});
