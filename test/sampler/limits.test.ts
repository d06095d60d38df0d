import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CgroupLimit } from '../../harness/recording/types.ts';
import { v2 } from '../../harness/kernel/cgroup-v2.ts';
import { Limits } from '../../harness/sampler/limits.ts';
import { temporaryFolder } from '../cli.ts';
import { fakeCgroup } from './fake-cgroup.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function nested(name: string, outer: number | 'max', inner: number | 'max') {
  const above = fakeCgroup(join(folder.path, name), { limit: outer });
  const path = fakeCgroup(join(above, 'pod'), { limit: inner });
  const told: CgroupLimit[][] = [];
  return { above, path, told, limits: new Limits(path, v2, (all) => void told.push(all)) };
}

describe('the limits of a cgroup', () => {
  it('are its own and those of all above it, and the least is in force', () => {
    const { above, path, told, limits } = nested('least', 100, 200);
    limits.look(0);
    expect(told).toEqual([
      [
        { cgroup: path, limitBytes: 200 },
        { cgroup: above, limitBytes: 100 },
      ],
    ]);
    expect([limits.ownBytes, limits.leastBytes]).toEqual([200, 100]);
  });

  it('are told once more where they were set only after the cgroup was seen, and again where somebody changes them', () => {
    const { path, told, limits } = nested('later', 'max', 'max');
    limits.look(0);
    fakeCgroup(path, { limit: 300 });
    for (const atMs of [10, 100]) limits.look(atMs);
    fakeCgroup(path, { limit: 400 });
    limits.look(200);
    expect(told.map(([own]) => own?.limitBytes)).toEqual([null, 300]);
    limits.look(1100);
    expect(told.map(([own]) => own?.limitBytes)).toEqual([null, 300, 400]);
    expect(limits.leastBytes).toBe(400);
  });

  it('are told once where they stay as they are', () => {
    const { told, limits } = nested('same', 'max', 200);
    for (const atMs of [0, 100, 200]) limits.look(atMs);
    expect(told).toHaveLength(1);
    expect(limits.leastBytes).toBe(200);
  });

  it('are none where the cgroup is gone', () => {
    const { path, told, limits } = nested('gone', 'max', 200);
    rmSync(path, { recursive: true });
    limits.look(0);
    expect(told).toEqual([]);
    expect([limits.ownBytes, limits.leastBytes]).toEqual([null, Infinity]);
  });
});
