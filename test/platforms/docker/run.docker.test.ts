import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, ownProcesses, resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { openCutSocket } from './cut-socket.ts';
import { daemonAnswers, leftAfter, leftOnDocker, removeAllOnDocker } from './daemon-here.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

const scenario = (rest: Record<string, unknown>) => ({
  title: 'A test',
  story: 'A test.',
  app: { mode: 'spool', retention: 'never' },
  memory: '128Mi',
  scratch: { medium: 'memory' },
  load: { rate: '200/s', body: '256Ki', for: '3s' },
  arms: { baseline: { expect: { outcome: 'oom-killed', cause: 'tmpfs' } } },
  ...rest,
});

function write(name: string, value: unknown): string {
  const directory = join(folder.path, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(value, null, 2));
  return directory;
}

function program(name: string, text: string): string {
  const file = join(folder.path, name);
  writeFileSync(file, `#!/bin/sh\n${text}\nexec docker "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Does it once, so long after the load began. */
function inTheLoad(afterMs: number, act: (kill: (signal: NodeJS.Signals) => void) => void) {
  let seen = false;
  return (text: string, kill: (signal: NodeJS.Signals) => void) => {
    if (seen || !text.includes('the load begins')) return;
    seen = true;
    setTimeout(() => act(kill), afterMs);
  };
}

const baseline = ['run', 'upload-spool', '--arm', 'baseline', '--on', 'docker'];

describe.skipIf(!daemonAnswers())('a run on Docker', () => {
  describe('with arms that are killed and arms that live', () => {
    const out = join(folder.path, 'suite');
    let run: CliResult;
    const found = (scenarioName: string, name: string) =>
      resultIn(out)
        .scenarios.find((one) => one.name === scenarioName)
        ?.arms.find((one) => one.name === name);
    beforeAll(async () => {
      const names = ['upload-spool', 'clean-cache-control', 'heap-leak-control'];
      run = await cli(['run', ...names, '--arm', 'baseline', '--arm', 'pvc', '--on', 'docker', '--out', out]);
    });

    it('exits 0 and leaves nothing', () => {
      expect(run.exitCode, run.stderr).toBe(0);
      expect(leftOnDocker()).toEqual([]);
    });

    it('kills the spooling app by tmpfs, Docker restarts it, and each life is shorter', () => {
      expect(run.stderr).toContain('OOM-killed');
      const arm = found('upload-spool', 'baseline');
      expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' });
      expect(arm?.restarts).toBeGreaterThanOrEqual(2);
      const left = resultIn(out).host?.residueCounts ? (arm?.limitBytes ?? NaN) / 2 : -1;
      expect(arm?.lives[0]?.residueBytes).toBeGreaterThan(left);
    });

    it('lets clean cache and a disk volume sit at the limit and live', () => {
      for (const arm of [found('clean-cache-control', 'baseline'), found('upload-spool', 'pvc')]) {
        expect(arm?.outcome).toBe('survived');
        expect(arm?.limitEvents).toBeGreaterThan(100);
      }
    });

    it('calls a heap leak a heap leak', () => {
      expect(found('heap-leak-control', 'baseline')).toMatchObject({ cause: 'heap', heap: 'growing' });
    });
  });

  it('samples from a helper container, and without a shared limit, and says that lives do not shorten', async () => {
    const out = join(folder.path, 'helper');
    const env = { REPRO_SAMPLE_FROM: 'helper', REPRO_DOCKER_PARENT: 'none' };
    const run = await cli([...baseline, '--out', out], { env });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('share no limited cgroup');
    const result = resultIn(out);
    expect(result.host?.residueCounts).toBe(false);
    const expectations = result.scenarios[0]?.arms[0]?.expectations ?? [];
    expect(expectations.find(({ name }) => name === 'lives')).toMatchObject({ met: true });
    expect(leftOnDocker()).toEqual([]);
  });

  it('turns the kill into 507 answers where the volume is smaller than the room', async () => {
    const sized = scenario({
      scratch: { medium: 'memory', sizeLimit: '32Mi' },
      arms: { baseline: { expect: { outcome: 'disk-full' } } },
    });
    const out = join(folder.path, 'sized-out');
    const run = await cli(['run', write('sized', sized), '--on', 'docker', '--out', out]);
    expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({ outcome: 'disk-full', oomKills: 0 });
    expect(run.exitCode).toBe(0);
  });

  it('says where the limit stands that is too low for the app to start', async () => {
    const directory = write('tight', scenario({ memory: '8Mi' }));
    const run = await cli(['run', directory, '--on', 'docker', '--out', join(folder.path, 'tight-out')]);
    expect(run.stderr).toMatch(/scenario\.yaml:8:13: memory: 8Mi is less than the app/);
    expect(run.exitCode).toBe(2);
    expect(leftOnDocker()).toEqual([]);
  });

  it('ends with 4 and the output of the build where the image can not be built', async () => {
    const fails = program(
      'docker-fails',
      '[ "$1 $2" = "image inspect" ] && exit 1\n[ "$1" = build ] && { echo "no space left on device" >&2; exit 1; }',
    );
    const run = await cli([...baseline, '--out', join(folder.path, 'no-image')], {
      env: { DOCKER_BIN: fails },
    });
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('no space left on device');
    expect(leftOnDocker()).toEqual([]);
  });

  it('ends with 3 where no daemon answers', async () => {
    const run = await cli(baseline, { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('No Docker daemon answers');
  });

  it('ends with 4 where the daemon goes away in the run, and says what is left', async () => {
    const socket = await openCutSocket(join(folder.path, 'cut.sock'));
    const run = await cli([...baseline, '--out', join(folder.path, 'cut')], {
      env: { DOCKER_HOST: socket.url },
      onStderr: inTheLoad(500, () => socket.cut()),
    });
    await removeAllOnDocker();
    expect(run.stderr).toContain('The Docker daemon went away');
    expect(run.stderr).not.toContain('    at ');
    expect(run.exitCode).toBe(4);
    expect(leftOnDocker()).toEqual([]);
  });

  it('removes everything where the daemon comes back soon', async () => {
    const socket = await openCutSocket(join(folder.path, 'back.sock'));
    const run = await cli([...baseline, '--out', join(folder.path, 'back')], {
      env: { DOCKER_HOST: socket.url },
      onStderr: inTheLoad(500, () => {
        socket.cut();
        setTimeout(() => void socket.mend(), 2000);
      }),
    });
    socket.close();
    expect(run.exitCode).toBe(4);
    expect(leftOnDocker()).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('cleans up after %s, with its reports written', async (signal) => {
    const out = join(folder.path, signal);
    const run = await cli([...baseline, '--out', out], { onStderr: inTheLoad(700, (kill) => kill(signal)) });
    expect(run.exitCode).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(resultIn(out)).toMatchObject({ interrupted: signal, verdict: null });
    expect(leftOnDocker()).toEqual([]);
  });

  it('leaves nothing after SIGKILL either: the janitor undoes what was made', async () => {
    await cli([...baseline, '--out', join(folder.path, 'killed')], {
      onStderr: inTheLoad(700, (kill) => kill('SIGKILL')),
    });
    expect(await leftAfter(30_000)).toEqual([]);
  });

  it('leaves to `clean` what it made where its janitor is killed with it', async () => {
    // Not the place of the runs above, whose daemon went away for good.
    const env = { REPRO_STATE_DIR: join(folder.path, 'state') };
    await cli([...baseline, '--out', join(folder.path, 'massacre')], {
      env,
      onStderr: inTheLoad(700, (kill) => {
        for (const pid of ownProcesses('janitor.mjs')) process.kill(pid, 'SIGKILL');
        kill('SIGKILL');
      }),
    });
    expect(leftOnDocker()).not.toEqual([]);
    const cleaned = await cli(['clean'], { env });
    for (const kind of ['container', 'volume', 'cgroup'])
      expect(cleaned.stdout).toContain(`removed    ${kind}`);
    expect(cleaned.exitCode).toBe(0);
    expect(leftOnDocker()).toEqual([]);
  });
});
