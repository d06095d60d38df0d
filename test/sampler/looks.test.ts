import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { columns } from '../../harness/recording/types.ts';
import { v2 } from '../../harness/kernel/cgroup-v2.ts';
import { paceOf } from '../../harness/sampler/pace.ts';
import { PodSampler } from '../../harness/sampler/pod-sampler.ts';
import { ofKernel, temporaryFolder } from '../cli.ts';
import { fakeCgroup, type FakeFigures } from './fake-cgroup.ts';

const folder = temporaryFolder(ofKernel);
afterAll(folder.remove);

const mebibyte = 2 ** 20;
const limit = 128 * mebibyte;
const pace = paceOf(1, 2);
let count = 0;
let pod = '';
beforeEach(() => void (pod = join(folder.path, `pod-${count++}`)));

function samplerOf(figures: FakeFigures): PodSampler {
  return new PodSampler(fakeCgroup(pod, { limit, ...figures }), v2, limit, pace, { clockMs: () => 0 });
}

function fullMoments(sampler: PodSampler): unknown[] {
  return (sampler.takeRows().get('pod') ?? []).map(([atMs]) => atMs);
}

describe('the sampler', () => {
  it('looks each 20 ms where the limit is far away, and takes all figures now and then', () => {
    const sampler = samplerOf({ usage: 30 * mebibyte });
    for (let atMs = 0; atMs <= 200; atMs += 20) sampler.tick(atMs);
    expect(sampler.waitMs).toBe(pace.longestMs);
    expect(fullMoments(sampler)).toEqual([0, 100, 200]);
  });

  it('takes all figures far from the limit, too, where usage has moved by a part of it', () => {
    const sampler = samplerOf({ usage: 30 * mebibyte });
    for (const [atMs, size] of [
      [0, 30],
      [10, 31.5],
      [20, 32],
      [30, 33],
      [40, 30],
    ] as const) {
      fakeCgroup(pod, { limit, usage: size * mebibyte });
      sampler.tick(atMs);
    }
    expect(fullMoments(sampler)).toEqual([0, 20, 40]);
  });

  it('looks sooner the less room there is', () => {
    const waits = [100, 112, 120, 127].map((size) => {
      const sampler = samplerOf({ usage: size * mebibyte });
      sampler.tick(0);
      return sampler.waitMs;
    });
    const [far = 0, near = 0, nearer = 0, nearest = 0] = waits;
    expect(far).toBeGreaterThan(near);
    expect(near).toBeGreaterThan(nearer);
    expect(nearer).toBeGreaterThan(nearest);
    expect(nearest).toBe(1);
  });

  it('takes all figures at each tick where the limit is met by what can not be dropped', () => {
    const sampler = samplerOf({ usage: limit });
    for (let atMs = 0; atMs <= 50; atMs += 10) sampler.tick(atMs);
    expect(sampler.waitMs).toBe(1);
    expect(fullMoments(sampler)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it.each([
    ['clean cache', 0, pace.longestMs],
    ['dirty cache', 90 * mebibyte, 1],
  ])('at a limit that is filled with %s, looks again after what that leaves', (_what, dirty, waitMs) => {
    const sampler = samplerOf({ usage: limit, file: 90 * mebibyte, dirty });
    sampler.tick(0);
    expect(sampler.waitMs).toBe(waitMs);
  });

  it('does not rely on figures of clean cache for longer than it takes to fill its place', () => {
    const sampler = samplerOf({ usage: limit, file: 20 * mebibyte });
    sampler.tick(0);
    const [first] = [sampler.waitMs];
    expect(first).toBeLessThan(pace.longestMs);
    fakeCgroup(pod, { limit, usage: limit, file: 0 });
    sampler.tick(first);
    expect(fullMoments(sampler)).toHaveLength(2);
    expect(sampler.waitMs).toBe(1);
  });

  it('counts a kill at the very next tick, though its memory is gone by then', () => {
    const sampler = samplerOf({ usage: limit });
    sampler.tick(0);
    fakeCgroup(pod, { limit, usage: mebibyte, kills: 1 });
    sampler.tick(1);
    expect(sampler.takeRows().get('pod')?.[1]?.[columns.indexOf('oomKills')]).toBe(1);
    expect(sampler.waitMs).toBe(pace.longestMs);
  });

  it('leaves nothing out of its last look', () => {
    const sampler = samplerOf({ usage: mebibyte });
    sampler.tick(0);
    fakeCgroup(pod, { limit, usage: mebibyte, kills: 1 });
    sampler.tick(1, true);
    expect(fullMoments(sampler)).toEqual([0, 1]);
  });

  it('looks at each tick where a cgroup below has a limit of its own that is met before', () => {
    fakeCgroup(join(pod, 'job'), { limit: 8 * mebibyte });
    const sampler = samplerOf({ usage: mebibyte });
    sampler.tick(0);
    expect(sampler.waitMs).toBe(1);
    fakeCgroup(pod, { limit, usage: 2 * mebibyte });
    sampler.tick(5);
    expect(fullMoments(sampler)).toEqual([0, 5]);
  });

  it('sees a cgroup that comes within 20 ms, and looks at each tick until its limit is known', () => {
    const sampler = samplerOf({ usage: mebibyte });
    for (const atMs of [0, 10]) sampler.tick(atMs);
    fakeCgroup(join(pod, 'job'), {});
    sampler.tick(20);
    expect(sampler.takeNotices()).toMatchObject([{ level: 'job', state: 'seen', atMs: 20 }]);
    expect(sampler.waitMs).toBe(1);
    for (const atMs of [30, 80]) sampler.tick(atMs);
    expect(sampler.waitMs).toBe(pace.longestMs);
  });

  it('goes by the limit that is in force, be it lower or higher than the one that was asked for', () => {
    const lowered = samplerOf({ usage: 63 * mebibyte, limit: 64 * mebibyte });
    lowered.tick(0);
    expect(lowered.waitMs).toBe(1);
    const raised = samplerOf({ usage: limit, limit: 4 * limit });
    for (const atMs of [0, 1]) raised.tick(atMs);
    expect(raised.waitMs).toBe(pace.longestMs);
  });

  it('reads what a kernel tells besides, and ends a row with the last of it', () => {
    const sampler = samplerOf({});
    sampler.tick(0);
    const row = sampler.takeRows().get('pod')?.[0] ?? [];
    const figure = (name: (typeof columns)[number]) => row[columns.indexOf(name)];
    expect(figure('anonThp')).toBe(4096);
    expect(figure('refaultFile')).toBe(7);
    expect(figure('swap')).toBeNull();
    expect(row).toHaveLength(columns.indexOf('refaultFile') + 1);
  });

  it('reads the pressure for memory, where the kernel watches for it', () => {
    fakeCgroup(pod, { limit });
    const pressure = ['some avg10=0.00 avg60=1.50 avg300=0.09 total=123456', 'full avg10=0.00 total=789'];
    writeFileSync(join(pod, 'memory.pressure'), `${pressure.join('\n')}\n`);
    const sampler = samplerOf({});
    sampler.tick(0);
    expect(sampler.takeRows().get('pod')?.[0]?.slice(-2)).toEqual([123_456, 789]);
  });
});
