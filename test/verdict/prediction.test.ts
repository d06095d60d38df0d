import { describe, expect, it } from 'vitest';
import type { Setup } from '../../harness/scenario/schema.ts';
import { appSetup, scratchSetup } from '../setup.ts';
import { predictKillMs } from '../../harness/verdict/prediction.ts';

const mebibyte = 2 ** 20;
const own = 28 * mebibyte;

interface Change {
  app?: Partial<Setup['app']>;
  memory?: number;
  scratch?: Partial<Setup['scratch']>;
  load?: Partial<Setup['load']>;
}

/** 128 MiB of which 100 are free, filled with 50 MiB/s. */
function setup({ app, memory, scratch, load }: Change = {}): Setup {
  return {
    app: appSetup({ retention: null, ...app }),
    memory: memory ?? 128 * mebibyte,
    scratch: scratchSetup(scratch),
    load: { rate: 200, body: 256 * 1024, for: 10_000, ramp: 0, maxVUs: 200, ...load },
  };
}

describe('predictKillMs', () => {
  it.each<[string, Change, number | null]>([
    ['free memory by bytes per second', {}, 2000],
    ['twice as long at half the rate', { load: { rate: 100 } }, 4000],
    ['longer with a larger limit', { memory: 228 * mebibyte }, 4000],
    ['later by half a ramp that is over by then', { load: { ramp: 1000 } }, 2500],
    ['the end of the ramp where its area just fills the limit', { load: { ramp: 4000 } }, 4000],
    ['within a long ramp, by the area under it', { load: { ramp: 9000 } }, 6000],
    ['the same under a retention that is too long to help', { app: { retention: 3000 } }, 2000],
    ['the same where what is kept just fills the limit', { app: { retention: 2000 } }, 2000],
    ['none where expiry holds uploads below the limit', { app: { retention: 1999 } }, null],
    ['none for an app that keeps nothing in files', { app: { mode: 'leak' } }, null],
    ['none for files on a disk', { scratch: { medium: 'disk' } }, null],
    ['none for files on a volume', { scratch: { medium: 'pvc' } }, null],
    ['none without uploads', { load: { body: null } }, null],
  ])('is %s', (_what, change, expected) => {
    const predicted = predictKillMs(setup(change), own);
    if (expected === null) expect(predicted).toBeNull();
    else expect(predicted).toBeCloseTo(expected, 6);
  });

  it('is none where the own memory of the app is not known', () => {
    expect(predictKillMs(setup(), null)).toBeNull();
  });
});
