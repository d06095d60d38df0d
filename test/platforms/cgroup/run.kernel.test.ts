import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

const scenario = (arms: Record<string, unknown>, rest: Record<string, unknown> = {}) => ({
  title: 'A test',
  story: 'A test.',
  app: { mode: 'spool', retention: '3s' },
  memory: '128Mi',
  scratch: { medium: 'memory' },
  load: { rate: '200/s', body: '256Ki', for: '5s' },
  arms,
  ...rest,
});
const killed = { expect: { outcome: 'oom-killed', cause: 'tmpfs' } };

function write(name: string, value: unknown): string {
  const directory = join(folder.path, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(value, null, 2));
  return directory;
}

describe.skipIf(lacksRoot())('a run on the memory cgroups of this host', () => {
  it('kills the spooling app by tmpfs, again and again, with a flat heap, and leaves nothing', async () => {
    const out = join(folder.path, 'baseline');
    const run = await cli(['run', '--on', 'cgroup', 'upload-spool', '--arm', 'baseline', '--out', out]);
    expect(run.stderr + run.stdout).toContain('OOM-killed');
    expect(run.exitCode).toBe(0);
    const [arm] = resultIn(out).scenarios[0]?.arms ?? [];
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat', restarts: 2 });
    expect(arm?.lives.map(({ ended }) => ended?.startsWith('oom-killed'))).toEqual([true, true, true]);
    expect(arm?.composition?.tmpfsBytes).toBeGreaterThan((arm?.limitBytes ?? 0) / 2);
    expect(arm?.lives[0]?.residueBytes).toBeGreaterThan((arm?.limitBytes ?? 0) / 2);
    const kernel = arm?.evidence.filter(({ from }) => from === '/dev/kmsg') ?? [];
    expect(kernel.map(({ value }) => value)).toContainEqual(expect.stringContaining('Killed process'));
    expect(leftovers()).toEqual([]);
  });

  it('lets clean cache sit at the limit and live', async () => {
    const out = join(folder.path, 'clean');
    const run = await cli(['run', '--on', 'cgroup', 'clean-cache-control', '--out', out]);
    expect(run.exitCode).toBe(0);
    const [arm] = resultIn(out).scenarios[0]?.arms ?? [];
    expect(arm).toMatchObject({ outcome: 'survived', cause: null, oomKills: 0 });
    expect(arm?.limitEvents).toBeGreaterThan(250);
  });

  it('calls a heap leak a heap leak', async () => {
    const out = join(folder.path, 'leak');
    const run = await cli(['run', '--on', 'cgroup', 'heap-leak-control', '--out', out]);
    expect(run.exitCode).toBe(0);
    expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({ cause: 'heap', heap: 'growing' });
  });

  it('turns the kill into 507 answers where the volume is smaller than the room', async () => {
    const sized = scenario(
      { baseline: { expect: { outcome: 'disk-full' } } },
      { scratch: { medium: 'memory', sizeLimit: '32Mi' }, app: { mode: 'spool', retention: 'never' } },
    );
    const out = join(folder.path, 'sized-out');
    const run = await cli(['run', '--on', 'cgroup', write('sized', sized), '--out', out]);
    expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({ outcome: 'disk-full', oomKills: 0 });
    expect(run.exitCode).toBe(0);
  });

  it('says where the limit stands that is too low for the app to start', async () => {
    const directory = write('tight', scenario({ baseline: killed }, { memory: '8Mi' }));
    const run = await cli(['run', '--on', 'cgroup', directory, '--out', join(folder.path, 'tight-out')]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toMatch(/scenario\.yaml:8:13: memory: 8Mi is less than the app/);
    expect(run.stderr).not.toContain('    at ');
    expect(leftovers()).toEqual([]);
  });

  it('refuses arms that the host has no free memory for, and makes nothing', async () => {
    const directory = write('huge', scenario({ baseline: killed }, { memory: '512Gi' }));
    const out = join(folder.path, 'huge-out');
    const run = await cli(['run', '--on', 'cgroup', directory, '--out', out]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('too little free memory');
    expect(() => resultIn(out)).toThrow('ENOENT');
    expect(leftovers()).toEqual([]);
  });

  it('refuses a disk scratch on tmpfs and says where to point it', async () => {
    const run = await cli(['run', '--on', 'cgroup', 'clean-cache-control', '--scratch-dir', '/dev/shm']);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('tmpfs');
    expect(run.stderr).toContain('--scratch-dir');
  });

  it('refuses a user without the right to make cgroups', async () => {
    const run = await cli(['run', '--on', 'cgroup', 'upload-spool', '--arm', 'baseline'], { uid: 65534 });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('root');
    expect(leftovers()).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('cleans up after %s, with its reports written', async (signal) => {
    const out = join(folder.path, signal);
    let sent = false;
    const run = await cli(['run', '--on', 'cgroup', 'upload-spool', '--out', out], {
      onStderr: (text, kill) => {
        if (sent || !text.includes('the load begins')) return;
        sent = true;
        setTimeout(() => kill(signal), 700);
      },
    });
    expect(run.exitCode).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(resultIn(out)).toMatchObject({ interrupted: signal, verdict: null });
    expect(leftovers()).toEqual([]);
  });

  it('leaves nothing after SIGKILL either: the supervisors undo what they made', async () => {
    let sent = false;
    await cli(['run', '--on', 'cgroup', 'upload-spool', '--out', join(folder.path, 'killed')], {
      onStderr: (text, kill) => {
        if (sent || !text.includes('the load begins')) return;
        sent = true;
        setTimeout(() => kill('SIGKILL'), 700);
      },
    });
    for (let tries = 0; tries < 100 && leftovers().length > 0; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(leftovers()).toEqual([]);
  });
});
