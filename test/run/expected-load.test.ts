import { describe, expect, it } from 'vitest';
import { deathsToSee, expectedLoadMs } from '../../harness/run/expected-load.ts';
import type { Expect, SampleSetup } from '../../harness/scenario/schema.ts';
import { armNamed } from '../arms.ts';
import { appSetup, scratchSetup } from '../setup.ts';

const mebibyte = 2 ** 20;
const load = { rate: 200, body: 256 * 1024, for: 10_000, ramp: 0, maxVUs: 200 };
/** 100 MiB are free beside the app's own, filled with 50 MiB/s. */
const setup = { app: appSetup({ retention: null }), memory: 128 * mebibyte, load };
const killed = { outcome: 'oom-killed' } as const;

describe('how long a load is likely to go on', () => {
  it.each<[string, Partial<Expect>, Partial<SampleSetup>, number]>([
    ['to its end where the app is to live', { outcome: 'survived' }, {}, 10_000],
    ['to its end where it may die or live', { outcome: ['survived', 'oom-killed'] }, {}, 10_000],
    ['until its files fill the limit', killed, {}, 2000],
    ['until its heap fills the limit', killed, { app: appSetup({ mode: 'leak' }) }, 2000],
    ['until files on a disk could fill it', killed, { scratch: scratchSetup({ medium: 'disk' }) }, 2000],
    ['for two restarts longer', { ...killed, lives: 'shortening' }, {}, 3000],
    ['for another life', { ...killed, lives: 'full-length' }, {}, 4500],
    ['no longer than to its end', killed, { load: { ...load, for: 1000 } }, 1000],
    ['to its end where it only reads', killed, { load: { ...load, body: null } }, 10_000],
  ])('%s', (_what, expected, change, ms) => {
    expect(expectedLoadMs(armNamed('x', expected, { ...setup, ...change }))).toBe(ms);
  });
});

describe('the deaths to see', () => {
  it.each<[Partial<Expect>, number]>([
    [killed, 1],
    [{ ...killed, restarts: 2 }, 3],
    [{ ...killed, lives: 'shortening', restarts: 1 }, 3],
    [{ ...killed, lives: 'full-length' }, 2],
  ])('of %j are %i', (expected, deaths) => {
    expect(deathsToSee(armNamed('x', expected))).toBe(deaths);
  });
});
