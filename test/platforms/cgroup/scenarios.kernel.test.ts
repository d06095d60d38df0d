import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArmFindings } from '../../../harness/verdict/types.ts';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Runs one arm of a scenario; gives what was found, or why it could not run here. */
async function runArm(scenario: string, arm = 'baseline'): Promise<ArmFindings> {
  const out = join(folder.path, `${scenario}-${arm}`);
  const run = await cli(['run', scenario, '--on', 'cgroup', '--arm', arm, '--out', out]);
  const found = resultIn(out).scenarios[0]?.arms[0];
  if (!found) throw new Error(run.stderr);
  const unmet = found.expectations.filter(({ met }) => !met);
  expect(unmet).toEqual([]);
  expect(run.exitCode).toBe(found.outcome === 'skipped' ? 3 : 0);
  expect(leftovers()).toEqual([]);
  return found;
}

describe.skipIf(lacksRoot())('a hidden consumer of memory, on the kernel of this host', () => {
  it('is native memory: Buffers kill with a flat heap', async () => {
    const arm = await runArm('native-memory');
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'native', heap: 'flat' });
  });

  it('is thread stacks, told apart from other native memory', async () => {
    const arm = await runArm('thread-stacks');
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'threads', heap: 'flat' });
  });

  it('is /dev/shm, whose files shorten the lives that follow', async () => {
    const arm = await runArm('shm');
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' });
    expect(arm.lives[0]?.residueBytes).toBeGreaterThan(arm.limitBytes / 2);
  });

  it('is temporary files on a memory-backed volume', async () => {
    expect(await runArm('temp-files')).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' });
  });

  it('is not a log on a disk, though usage sits at the limit', async () => {
    const arm = await runArm('logs-to-container-fs');
    expect(arm).toMatchObject({ outcome: 'survived', cause: null, oomKills: 0 });
  });

  it('leaves the pod with a log that goes to stdout', async () => {
    const arm = await runArm('logs-to-container-fs', 'stdout');
    expect(arm.peakBytes).toBeLessThan(arm.limitBytes * 0.95);
  });

  it('is not a mapped store, whose pages are clean', async () => {
    const arm = await runArm('mmap-read');
    if (arm.outcome !== 'skipped') expect(arm).toMatchObject({ outcome: 'survived', oomKills: 0 });
  });

  it('does what is right for this cgroup version with socket buffers', async () => {
    expect(['survived', 'oom-killed', 'stalled']).toContain((await runArm('socket-buffers')).outcome);
  });

  it('is dirty cache on a slow disk, which is fast again and gone afterwards', async () => {
    const arm = await runArm('dirty-slow-disk');
    expect(['stalled', 'oom-killed', 'survived', 'skipped']).toContain(arm.outcome);
    const throttle = '/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device';
    if (arm.outcome !== 'skipped') expect(readIfThere(throttle)).toBe('');
  });

  it('is gone with the volume: each life is full length again where the volume is emptied first', async () => {
    const arm = await runArm('upload-spool', 'empty-at-start');
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
