import { describe, expect, it } from 'vitest';
import type { Life } from '../../harness/recording/recording.ts';
import { attributeArm } from '../../harness/verdict/attribution.ts';
import { judgeCause } from '../../harness/verdict/cause.ts';
import { compose } from '../../harness/verdict/composition.ts';
import { armRecording, heapFigure, sample } from '../recording.ts';
import { appSetup, wholeSetup } from '../setup.ts';

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
    ['anonymous', 'the app told nothing', []],
    ['anonymous', 'the app told something only after the kill', [heapFigure(1100, 80 * MiB)]],
  ] as const)('is called %s where %s', (cause, _where, figures) => {
    expect(causeOf([...figures])).toBe(cause);
  });

  it('holds stacks against what there was when they were counted, for threads come fast', () => {
    expect(causeOf([heapFigure(900, 7 * MiB, 40 * MiB)], 70)).toBe('threads');
  });
});

describe('anonymous memory that came after the last heap figure', () => {
  it('leaves it open whether it was heap, where it makes the difference', () => {
    expect(causeOf([heapFigure(900, 20 * MiB)], 100)).toBe('native');
    expect(causeOf([heapFigure(900, 20 * MiB)], 60)).toBe('anonymous');
    expect(causeOf([heapFigure(900, 70 * MiB)], 80)).toBe('heap');
  });
});

describe('shared memory that filled the limit', () => {
  const filled = compose(sample(1000, { shmem: 80 * MiB, anon: 40 * MiB, usage: 125 * MiB }), 0);
  const causeWith = (cleanAtStart: boolean, shmemThen: number, files = 70) => {
    const { arm } = armRecording();
    const setup = wholeSetup({ app: appSetup({ cleanAtStart }) });
    const scratch = { files, bytes: files === 0 ? 0 : 18 * MiB, fileSystem: 'tmpfs' };
    const ended = { atMs: 1000, scratch, pod: { usage: shmemThen, shmem: shmemThen } };
    const lives = [{ life: 1, ended } as unknown as Life];
    return judgeCause(filled, attributeArm(armRecording({ arm: { ...arm, setup }, lives }), filled));
  };

  it('is shared-memory where the files on the volume are the lesser part of it', () => {
    expect(causeWith(false, 80 * MiB).cause).toBe('shared-memory');
    expect(causeWith(true, 80 * MiB).cause).toBe('shared-memory');
  });

  it('is called tmpfs where the next life had emptied the volume before anybody could look', () => {
    expect(causeWith(true, 20 * MiB)).toMatchObject({
      cause: 'tmpfs',
      reason: expect.stringContaining('not measured'),
    });
    expect(causeWith(true, 80 * MiB, 0).cause).toBe('tmpfs'); // between the pod's figure and the look at the files
    expect(causeWith(false, 80 * MiB, 0).cause).toBe('shared-memory');
  });
});
