import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findMemoryHierarchy } from '../../harness/kernel/hierarchy.ts';
import { findParent } from '../../harness/platforms/cgroup/parent.ts';
import { removeCgroup } from '../../harness/kernel/remove-cgroup.ts';
import { cgroupVersions } from '../../harness/kernel/cgroups.ts';
import { columns } from '../../harness/recording/types.ts';
import { v1 } from '../../harness/kernel/cgroup-v1.ts';
import { v2 } from '../../harness/kernel/cgroup-v2.ts';
import { FollowingSampler } from '../../harness/sampler/following-sampler.ts';
import { paceOf } from '../../harness/sampler/pace.ts';
import { PodSampler } from '../../harness/sampler/pod-sampler.ts';
import { isRoot, lacks } from '../skip.ts';

const hierarchy = findMemoryHierarchy(
  readFileSync('/proc/self/mountinfo', 'utf8'),
  readFileSync('/proc/self/cgroup', 'utf8'),
);

const isLacking = lacks('root and memory cgroups', isRoot && hierarchy !== null);

describe.skipIf(isLacking)('the sampler on cgroups that come and go', () => {
  if (isLacking || !hierarchy) return;
  const layout = hierarchy.version === 2 ? v2 : v1;
  const pod = join(findParent(hierarchy), `nal-test-${process.pid}`);
  const container = join(pod, 'container');
  const pace = paceOf(1, 2);
  afterAll(() => removeCgroup(pod));

  it('sees a container that comes back under its name as another one', () => {
    mkdirSync(pod);
    cgroupVersions[hierarchy.version].openToChildren(pod);
    const sampler = new PodSampler(pod, layout, 2 ** 27, pace);
    const seen = [0, 10_000, 20_000, 30_000].flatMap((atMs, index) => {
      if (index % 2 === 0) mkdirSync(container);
      else rmdirSync(container);
      expect(sampler.tick(atMs)).toBe(true);
      return sampler.takeNotices();
    });
    expect(seen.map(({ level, state, atMs }) => [level, state, atMs])).toEqual([
      ['container', 'seen', 0],
      ['container', 'gone', 10_000],
      ['container', 'seen', 20_000],
      ['container', 'gone', 30_000],
    ]);
    expect(sampler.takeRows().get('pod')).toHaveLength(4);
    sampler.close();
  });

  it('counts a kill in a cgroup below a container to the container, also once that cgroup is gone', () => {
    const nested = join(container, 'job');
    mkdirSync(container);
    cgroupVersions[hierarchy.version].openToChildren(container);
    mkdirSync(nested);
    cgroupVersions[hierarchy.version].limit(nested, 2 ** 23);
    const sampler = new PodSampler(pod, layout, 2 ** 27, pace);
    sampler.tick(0);
    const hog = 'echo $$ > "$1"/cgroup.procs; exec perl -e \'my $kept = "x" x 67108864\'';
    expect(spawnSync('sh', ['-c', hog, 'sh', nested]).signal).toBe('SIGKILL');
    sampler.tick(10_000);
    rmdirSync(nested);
    sampler.tick(20_000);
    rmdirSync(container);
    sampler.tick(30_000);
    const kills = sampler
      .takeRows()
      .get('pod')
      ?.map((row) => row[columns.indexOf('oomKills')]);
    expect(kills).toEqual([0, 1, 1, 1]);
    expect(sampler.takeNotices()).toMatchObject([
      { level: 'container', state: 'seen', oomKills: 0 },
      { level: 'container', state: 'killed', oomKills: 1 },
      { level: 'container', state: 'gone', oomKills: 1 },
    ]);
    sampler.close();
  });

  it('waits for a cgroup that it follows, and again after its end', () => {
    const sampler = new FollowingSampler(container, layout, 2 ** 27, pace);
    sampler.tick(0);
    mkdirSync(container);
    sampler.tick(10_000);
    rmdirSync(container);
    sampler.tick(20_000);
    sampler.tick(20_001);
    mkdirSync(container);
    sampler.tick(30_000);
    expect(sampler.takeNotices().map(({ level, state, atMs }) => [level, state, atMs])).toEqual([
      ['pod', 'seen', 10_000],
      ['pod', 'gone', 20_000],
      ['pod', 'seen', 30_000],
    ]);
    expect(sampler.takeRows().get('pod')).toHaveLength(2);
    rmdirSync(container);
  });
});
