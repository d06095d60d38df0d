import { fileURLToPath } from 'node:url';
import { createColors } from 'picocolors';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryHierarchy } from '../../harness/platforms/cgroup/memory-hierarchy.ts';
import { renderExecText } from '../../harness/report/exec-text.ts';
import { ownExecLeftovers } from '../cli.ts';
import { isRoot, lacksRoot } from '../skip.ts';
import { runInProcess } from './run-in-process.ts';

const mebibyte = 2 ** 20;
const limitBytes = 64 * mebibyte;
const manager = fileURLToPath(new URL('../fixtures/hogs/job-manager.sh', import.meta.url));
const bin = fileURLToPath(new URL('../../dist/not-a-leak.mjs', import.meta.url));
const hog = ['perl', '-e', 'my $kept = "x" x 104857600; sleep 1'];
/** A version without root is not asked for. */
const version = isRoot ? memoryHierarchy().version : 1;

async function exec(argv: string[], memory = '64Mi') {
  const { result, withoutLog } = await runInProcess(['--memory', memory], argv);
  return { result, withoutLog, text: renderExecText(result, createColors(false)) };
}

describe.skipIf(lacksRoot())('a kill in a cgroup that the command made below its own', () => {
  afterEach(() => expect(ownExecLeftovers()).toEqual([]));

  it.each(['keep', 'remove'])('counts, at the limit of exec, where the manager does %s it', async (then) => {
    const { result, text } = await exec(['sh', manager, 'job', '-', then, ...hog]);
    expect(result).toMatchObject({
      outcome: 'child-oom-killed',
      cause: 'native',
      exitCode: 137,
      oomKills: 1,
      limitBytes,
      metLimit: null,
    });
    expect(text).toContain('at 64 MiB (kernel log agrees');
    expect(result.killedAfterMs).toBeLessThanOrEqual(result.durationMs ?? 0);
  });

  it.each([
    ['job', 'keep'],
    ['job', 'remove'],
    ['batch/job', 'keep'],
    ['batch/job', 'remove'],
  ])('is told at the limit of that cgroup, %s, where the manager does %s it', async (path, then) => {
    const { result, text } = await exec(['sh', manager, path, '20M', then, ...hog]);
    expect(result).toMatchObject({
      outcome: 'child-oom-killed',
      cause: 'native',
      oomKills: 1,
      limitBytes,
      metLimit: { cgroup: path, limitBytes: 20 * mebibyte },
    });
    expect(result.composition?.usageBytes).toBeLessThanOrEqual(20 * mebibyte);
    expect(text).toContain(`at 20 MiB, the limit of the cgroup ${path} that it made`);
    expect(text).toMatch(/native \d+ MiB of 20 MiB/);
  });

  it("names limit and cgroup also without the kernel's log, where the cgroup is still there", async () => {
    const { withoutLog } = await exec(['sh', manager, 'job', '20M', 'keep', ...hog]);
    expect(withoutLog).toMatchObject({
      outcome: 'child-oom-killed',
      metLimit: { cgroup: 'job', limitBytes: 20 * mebibyte },
    });
  });

  it('is that of the main process where this went there itself', async () => {
    const { result } = await exec(['sh', manager, 'job', '20M', 'become', ...hog]);
    expect(result).toMatchObject({
      outcome: 'oom-killed',
      metLimit: { cgroup: 'job', limitBytes: 20 * mebibyte },
    });
  });

  it('has its processes among the holders, and what is left of them is killed and named', async () => {
    const script = `sh ${manager} batch/job - keep sh -c 'setsid sleep 300 & exec perl -e "my \\$kept = q(x) x 20971520; select undef, undef, undef, 0.5"'`;
    const { result } = await exec(['sh', '-c', script]);
    expect(result.outcome).toBe('exited');
    expect(result.holders?.processes.map(({ name }) => name)).toContain('perl');
    expect(result.leftBehind.map(({ name }) => name)).toEqual(['sleep']);
  });

  it('is told of an exec in exec: on v1 its cgroup is below the outer one, on v2 beside it', async () => {
    const inner = [process.execPath, bin, 'exec', '-q', '--memory', '24Mi', '--out', '/dev/shm/inner', '--'];
    const { result } = await exec([...inner, ...hog], '500Mi');
    if (version === 2) return expect(result).toMatchObject({ outcome: 'exited', exitCode: 0, oomKills: 0 });
    expect(result).toMatchObject({ outcome: 'child-oom-killed', exitCode: 0 });
    expect(result.metLimit).toMatchObject({
      cgroup: expect.stringContaining('not-a-leak-exec-'),
      limitBytes: 24 * mebibyte,
    });
  });
});
