import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryHierarchy } from '../../../harness/platforms/cgroup/memory-hierarchy.ts';
import type { ArmFindings } from '../../../harness/verdict/types.ts';
import { cli, leftovers, resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const names = [
  'native-memory',
  'thread-stacks',
  'shm',
  'temp-files',
  'logs-to-container-fs',
  'mmap-read',
  'socket-buffers',
  'dirty-slow-disk',
  'upload-spool',
];
const arms = ['baseline', 'stdout', 'empty-at-start'];

describe.skipIf(lacksRoot())('a hidden consumer of memory, on the kernel of this host', () => {
  const out = join(folder.path, 'out');
  let run: CliResult;
  // One run for all: an arm's app comes up while the one before it is under load.
  beforeAll(async () => {
    run = await cli([
      'run',
      ...names,
      '--on',
      'cgroup',
      ...arms.flatMap((arm) => ['--arm', arm]),
      '--out',
      out,
    ]);
  }, 300_000);

  /** What was found of an arm, which met all that its scenario expects here. */
  function found(scenario: string, name = 'baseline'): ArmFindings {
    const all = resultIn(out).scenarios.find((one) => one.name === scenario)?.arms ?? [];
    const arm = all.find((one) => one.name === name);
    if (!arm) throw new Error(run.stderr);
    expect(arm.expectations.filter(({ met }) => !met)).toEqual([]);
    if (arm.outcome !== 'skipped') expect(arm.expectations.map((one) => one.name)).toContain('outcome');
    return arm;
  }

  it('is told by a run that exits 0 and leaves nothing', () => {
    expect(run.exitCode, run.stderr).toBe(0);
    expect(leftovers()).toEqual([]);
  });

  it('is native memory: Buffers kill with a flat heap', () => {
    expect(found('native-memory')).toMatchObject({ outcome: 'oom-killed', cause: 'native', heap: 'flat' });
  });

  it('is thread stacks, told apart from other native memory', () => {
    expect(found('thread-stacks')).toMatchObject({ outcome: 'oom-killed', cause: 'threads', heap: 'flat' });
  });

  it('is /dev/shm, whose files shorten the lives that follow', () => {
    const arm = found('shm');
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' });
    expect(arm.lives[0]?.residueBytes).toBeGreaterThan(arm.limitBytes / 2);
  });

  it('is temporary files on a memory-backed volume', () => {
    expect(found('temp-files')).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' });
  });

  it('is not a log on a disk, though usage sits at the limit', () => {
    expect(found('logs-to-container-fs')).toMatchObject({ outcome: 'survived', cause: null, oomKills: 0 });
  });

  it('leaves the pod with a log that goes to stdout', () => {
    const arm = found('logs-to-container-fs', 'stdout');
    expect(arm.peakBytes).toBeLessThan(arm.limitBytes * 0.95);
  });

  it('is not a mapped store, whose pages are clean', ({ skip }) => {
    const arm = found('mmap-read');
    skip(arm.outcome === 'skipped', arm.reason ?? '');
    expect(arm).toMatchObject({ outcome: 'survived', oomKills: 0 });
  });

  it('is socket buffers on cgroup v2, which v1 does not charge', () => {
    const expected = memoryHierarchy().version === 1 ? 'survived' : 'oom-killed';
    expect(found('socket-buffers').outcome).toBe(expected);
  });

  it('is dirty cache on a slow disk, which is fast again and gone afterwards', ({ skip }) => {
    const arm = found('dirty-slow-disk');
    skip(arm.outcome === 'skipped', arm.reason ?? '');
    const throttle = '/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device';
    expect(readIfThere(throttle)).toBe('');
  });

  it('is gone with the volume: each life is full length again where the volume is emptied first', () => {
    const arm = found('upload-spool', 'empty-at-start');
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
    expect(arm.restarts).toBeGreaterThan(0);
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
