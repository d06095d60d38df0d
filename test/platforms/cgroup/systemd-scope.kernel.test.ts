import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { memoryHierarchy } from '../../../harness/platforms/cgroup/memory-hierarchy.ts';
import { isUnderSystemd } from '../../../harness/kernel/under-systemd.ts';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { isRoot, lacks } from '../../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const isHere = isRoot && isUnderSystemd(memoryHierarchy().version);

describe.skipIf(lacks('root, systemd and cgroup v2 (.ci/under-systemd)', isHere))('under systemd', () => {
  afterEach(() => {
    const units = spawnSync('systemctl', ['list-units', '--all', '--plain', '--no-legend', 'not-a-leak*']);
    expect(String(units.stdout)).toBe('');
    expect(leftovers()).toEqual([]);
  });

  it('a command runs in a scope that systemd has delegated, and reloading it changes nothing', async () => {
    const out = join(folder.path, 'exec');
    const script =
      'own=$(cut -d: -f3 /proc/self/cgroup); scope=${own%/*}; systemctl daemon-reload; ' +
      'systemctl show --value -p Delegate "${scope##*/}"; cat "/sys/fs/cgroup$scope/cgroup.subtree_control"; ' +
      'head -c 100M /dev/zero | tail';
    const run = await cli(['exec', '--memory', '64Mi', '--out', out, '--', '/bin/sh', '-c', script]);
    expect(run.stdout).toMatch(/^yes\n(.* )?memory/);
    expect(run.stderr).toContain('OOM-killed');
    const cgroup = /"cgroup":"([^"]+)"/.exec(readFileSync(join(out, 'recording.ndjson'), 'utf8'))?.[1];
    expect(cgroup).toMatch(/\/not-a-leak-exec-[0-9a-f]{10}\.scope\/not-a-leak-exec-[0-9a-f]{10}$/);
  });

  it('the arms of a run have one scope, and are told apart as ever', async () => {
    const out = join(folder.path, 'run');
    const args = ['upload-spool', '--arm', 'baseline', '--stretch', '3', '--load', 'builtin', '--out', out];
    const run = await cli(['run', '--on', 'cgroup', ...args]);
    expect(run.stderr + run.stdout).toContain('OOM-killed');
    expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
  });

  it('nothing of it is left where the harness is killed, not even of a command that ignores SIGTERM', async () => {
    const script = 'trap "" TERM; echo ready >&2; sleep 60; sleep 60';
    const run = await cli(
      ['exec', '--memory', '64Mi', '--out', join(folder.path, 'killed'), '--', '/bin/sh', '-c', script],
      {
        onStderr: (text, kill) => text.includes('ready') && kill('SIGKILL'),
      },
    );
    expect(run.exitCode).toBe(null);
    await expect.poll(() => leftovers(), { timeout: 10_000 }).toEqual([]);
    expect(existsSync(join(folder.path, 'killed', 'result.json'))).toBe(false);
  });
});
