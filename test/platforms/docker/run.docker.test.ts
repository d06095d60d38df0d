import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { onceSaid } from '../../once-said.ts';
import { writeScenario } from '../../scenario-file.ts';
import { openCutSocket } from '../cut-socket.ts';
import { daemonAnswers, leftAfter, leftOf, newRun, removeByHand } from './daemon-here.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** A docker that does this first. */
function dockerThat(does: string): string {
  const file = join(folder.path, 'docker-that-fails');
  writeFileSync(file, `#!/bin/sh\n${does}\nexec docker "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A load that goes on until something happens to the run. */
const scenario = writeScenario(folder.path, 'long', {
  load: { rate: '10/s', body: '1Ki', for: '60s' },
  arms: { baseline: { expect: { outcome: 'survived' } } },
});
const argsTo = (out: string) => ['run', scenario, '--on', 'docker', '--out', join(folder.path, out)];

const isThere = daemonAnswers();

describe.skipIf(!isThere)('a run on Docker with arms that are killed and arms that live', () => {
  const out = join(folder.path, 'suite');
  const suite = newRun();
  let result: CliResult;
  const found = (scenarioName: string, name: string) =>
    resultIn(out)
      .scenarios.find((one) => one.name === scenarioName)
      ?.arms.find((one) => one.name === name);

  beforeAll(async () => {
    const sized = writeScenario(folder.path, 'sized', {
      scratch: { medium: 'memory', sizeLimit: '32Mi' },
      load: { rate: '200/s', body: '256Ki', for: '2s' },
      arms: { baseline: { expect: { outcome: 'disk-full' } } },
    });
    const scenarios = ['upload-spool', 'clean-cache-control', 'heap-leak-control', sized];
    const arms = ['--arm', 'baseline', '--arm', 'pvc'];
    result = await suite.start(['run', ...scenarios, ...arms, '--on', 'docker', '--out', out]);
  }, 300_000); // a busy host measures again

  it('exits 0 and leaves nothing', () => {
    expect(result.exitCode, result.stderr).toBe(0);
    expect(leftOf(suite)).toEqual([]);
  });

  it('kills the spooling app by tmpfs, Docker restarts it, and each life is shorter', () => {
    expect(result.stderr).toContain('OOM-killed');
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

  it('turns the kill into 507 answers where the volume is smaller than the room', () => {
    expect(found('sized', 'baseline')).toMatchObject({ outcome: 'disk-full', oomKills: 0 });
  });
});

/** Side by side: each run has a ledger of its own, and most of them only wait. The one that measures comes last. */
describe.skipIf(!isThere).concurrent('a run on Docker', () => {
  it('ends with 4 where the daemon goes away, and says what is left', async () => {
    const run = newRun();
    const socket = await openCutSocket(join(folder.path, 'cut.sock'));
    const { exitCode, stderr } = await run.start(argsTo('cut'), {
      env: { DOCKER_HOST: socket.url },
      onStderr: onceSaid('the load begins', socket.cut),
    });
    await removeByHand(run.name);
    expect(stderr).toContain('The Docker daemon went away');
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(4);
  });

  it('removes everything where the daemon comes back soon', async () => {
    const run = newRun();
    const socket = await openCutSocket(join(folder.path, 'back.sock'));
    const { exitCode } = await run.start(argsTo('back'), {
      env: { DOCKER_HOST: socket.url },
      onStderr: onceSaid('the load begins', () => {
        socket.cut();
        setTimeout(() => void socket.mend(), 2000);
      }),
    });
    socket.close();
    expect(exitCode).toBe(4);
    expect(leftOf(run)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('cleans up after %s, with its reports written', async (signal) => {
    const run = newRun();
    const { exitCode } = await run.start(argsTo(signal), {
      onStderr: onceSaid('the load begins', (kill) => kill(signal)),
    });
    expect(exitCode).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(resultIn(join(folder.path, signal))).toMatchObject({ interrupted: signal, verdict: null });
    expect(leftOf(run)).toEqual([]);
  });

  it('leaves nothing after SIGKILL either: the janitor undoes what was made', async () => {
    const run = newRun();
    await run.start(argsTo('killed'), {
      onStderr: onceSaid('the load begins', (kill) => kill('SIGKILL')),
    });
    expect(await leftAfter(30_000, run)).toEqual([]);
  });

  it('leaves to `clean` what it made where its janitor is killed with it', async () => {
    const run = newRun();
    await run.start(argsTo('massacre'), {
      onStderr: onceSaid('the load begins', (kill) => {
        run.killJanitor();
        kill('SIGKILL');
      }),
    });
    expect(leftOf(run)).not.toEqual([]);
    const cleaned = await cli(['clean'], { env: run.env });
    for (const kind of ['container', 'volume', 'cgroup'])
      expect(cleaned.stdout).toContain(`removed    ${kind}`);
    expect(cleaned.exitCode).toBe(0);
    expect(leftOf(run)).toEqual([]);
  });

  it('says where the limit stands that is too low for the app to start', async () => {
    const run = newRun();
    const tight = writeScenario(folder.path, 'tight', { memory: '8Mi' });
    const args = ['run', tight, '--on', 'docker', '--out', join(folder.path, 'tight-out')];
    const { exitCode, stderr } = await run.start(args);
    expect(stderr).toMatch(/scenario\.yaml:8:13: memory: 8Mi is less than the app/);
    expect(exitCode).toBe(2);
    expect(leftOf(run)).toEqual([]);
  });

  it('ends with 4 and the output of the build where the image can not be built', async () => {
    const run = newRun();
    // It has no image, although the daemon has one, which the runs beside this one need.
    const fails = dockerThat(`case "$1 $2" in
      'image inspect' | 'image rm') echo "No such image: $3" >&2; exit 1 ;;
      build*) echo "no space left on device" >&2; exit 1 ;;
    esac`);
    const args = ['run', 'upload-spool', '--on', 'docker', '--out', join(folder.path, 'no-image')];
    const { exitCode, stderr } = await run.start(args, { env: { DOCKER_BIN: fails } });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('no space left on device');
    expect(leftOf(run)).toEqual([]);
  });

  it('ends with 3 where no daemon answers', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere/docker.sock' };
    const { exitCode, stderr } = await cli(['run', 'upload-spool', '--on', 'docker'], { env });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('No Docker daemon answers');
  });

  it('samples from a helper container, and without a shared limit, and says that lives do not shorten', async () => {
    const run = newRun();
    const out = join(folder.path, 'helper');
    const restarts = writeScenario(folder.path, 'restarts', {
      memory: '96Mi',
      arms: { baseline: { expect: { outcome: 'oom-killed', restarts: '>=2', lives: 'shortening' } } },
    });
    const env = { REPRO_SAMPLE_FROM: 'helper', REPRO_DOCKER_PARENT: 'none' };
    const { exitCode, stdout } = await run.start(['run', restarts, '--on', 'docker', '--out', out], { env });
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain('share no limited cgroup');
    const result = resultIn(out);
    expect(result.host?.residueCounts).toBe(false);
    const expectations = result.scenarios[0]?.arms[0]?.expectations ?? [];
    expect(expectations.find(({ name }) => name === 'lives')).toMatchObject({ met: true });
    expect(leftOf(run)).toEqual([]);
  });
});
