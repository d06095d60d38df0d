import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { targetOfPid } from '../../harness/diagnose/targets/pid.ts';
import type { Diagnosis } from '../../harness/verdict/diagnose/findings.ts';
import { cli } from '../cli.ts';
import { daemonAnswers } from '../platforms/docker/daemon-here.ts';
import { lacksRoot } from '../skip.ts';
import { heldBytes } from './held-bytes.ts';

const name = `nal-diagnose-${process.pid}`;
const image = 'busybox:1.35';
const fills = 'dd if=/dev/zero of=/scratch/a bs=1M count=8; echo filled; sleep 600';

function docker(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout;
}

describe.skipIf(!daemonAnswers() || lacksRoot())('diagnose, of a paused container', () => {
  let target: ReturnType<typeof targetOfPid>;
  const held = () => heldBytes(target.cgroup, target.cgroupVersion);

  beforeAll(async () => {
    const limits = ['--memory', '64m', '--tmpfs', '/scratch', '--network', 'none'];
    docker('run', '--detach', '--name', name, ...limits, image, 'sh', '-c', fills);
    while (!docker('logs', name).includes('filled')) await sleep(100);
    const pid = Number(docker('inspect', '--format', '{{.State.Pid}}', name));
    target = targetOfPid(pid, { kind: 'container', name });
    docker('pause', name);
  }, 60_000);
  afterAll(() => void spawnSync('docker', ['rm', '--force', name]));

  it('charges nothing to it, sees what it holds, and says that it is paused', async () => {
    const before = held();
    const { stdout, stderr } = await cli(['diagnose', 'container', name, '--for', '3s', '--json']);
    const after = held();
    expect(stdout, stderr).not.toBe('');
    const found = JSON.parse(stdout) as Diagnosis;
    expect(found).toMatchObject({ outlook: 'unknown', limitBytes: 64 * 2 ** 20 });
    expect(found.outlookReason).toContain('it is paused');
    expect(found.holders[0]).toMatchObject({ what: 'volume', name: '/scratch', bytes: 8 * 2 ** 20 });
    expect(Math.abs(after - before)).toBeLessThanOrEqual(4096);
  });
});
