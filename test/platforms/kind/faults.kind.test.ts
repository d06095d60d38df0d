import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, resultIn, temporaryFolder } from '../../cli.ts';
import { onceSaid } from '../../once-said.ts';
import type { OwnRun } from '../../own-run.ts';
import { writeScenario } from '../../scenario-file.ts';
import { openCutSocket } from '../cut-socket.ts';
import {
  inDocker,
  isThere,
  leftOf,
  newRun,
  printed,
  removeByHand,
  untilNothingIsLeftOf,
} from './kind-here.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const minutes = 60_000;

const scenario = writeScenario(folder.path, 'short', {
  load: { rate: '200/s', body: '256Ki', for: '500ms' },
  arms: { baseline: { expect: { outcome: 'survived' } } },
});
const argsTo = (out: string) => ['run', scenario, '--on', 'kind', '--out', join(folder.path, out)];

/** For `onStderr`: acts while kind makes the cluster, once its node runs. */
function whileMaking(run: OwnRun, act: (kill: (signal: NodeJS.Signals) => void) => void) {
  return onceSaid('creating the cluster', (kill) => {
    const look = async () => {
      while ((await inDocker(run.name)).nodes.length === 0) await sleep(250);
      act(kill);
    };
    look().catch(() => kill('SIGKILL')); // the test then finds no cluster to clean up
  });
}

/** Side by side: each run has a cluster and a ledger of its own, and no figure of theirs is looked at. */
describe.skipIf(!isThere).concurrent('runs on kind in which something goes wrong', () => {
  it(
    'fail when the node goes in mid-run and Docker answers no more, and name what is left',
    async () => {
      const run = newRun();
      const socket = await openCutSocket(join(folder.path, 'docker.sock'));
      const { exitCode, stderr } = await run.start(argsTo('cut'), {
        env: { DOCKER_HOST: socket.url },
        onStderr: onceSaid('the load begins', () => {
          socket.cut();
          void printed('docker', 'kill', `${run.name}-control-plane`);
        }),
      });
      await removeByHand(run.name);
      expect(exitCode).toBe(4);
      expect(stderr).toContain(`kind delete cluster --name ${run.name}`);
      expect(stderr).not.toContain('    at ');
    },
    5 * minutes,
  );

  it(
    'that are interrupted remove their cluster',
    async () => {
      const run = newRun();
      const { exitCode } = await run.start(argsTo('interrupted'), {
        onStderr: onceSaid('loading the image', (kill) => kill('SIGINT')),
      });
      expect(exitCode).toBe(130);
      expect(resultIn(join(folder.path, 'interrupted'))).toMatchObject({ interrupted: 'SIGINT' });
      expect(await leftOf(run)).toEqual([]);
    },
    5 * minutes,
  );

  it(
    'that are interrupted while their cluster is being made leave none',
    async () => {
      const run = newRun();
      const { exitCode } = await run.start(argsTo('early'), {
        onStderr: whileMaking(run, (kill) => kill('SIGINT')),
      });
      expect(exitCode).toBe(130);
      expect(await leftOf(run)).toEqual([]);
    },
    5 * minutes,
  );

  it(
    'whose harness is killed have their cluster removed by the janitor',
    async () => {
      const run = newRun();
      const { exitCode } = await run.start(argsTo('killed'), {
        onStderr: whileMaking(run, (kill) => kill('SIGKILL')),
      });
      expect(exitCode).toBe(null);
      await untilNothingIsLeftOf(run);
    },
    5 * minutes,
  );

  it(
    'that are killed with their janitor have their cluster removed by `clean`',
    async () => {
      const run = newRun();
      await run.start(argsTo('massacre'), {
        onStderr: whileMaking(run, (kill) => {
          run.killJanitor();
          kill('SIGKILL');
        }),
      });
      const listed = await cli(['clean', '--dry-run'], { env: run.env });
      expect(listed.stdout).toMatch(new RegExp(`found +cluster +${run.name}`));
      const cleaned = await cli(['clean'], { env: run.env });
      expect(cleaned.stdout).toMatch(new RegExp(`removed +cluster +${run.name}`));
      expect(cleaned.exitCode).toBe(0);
      expect(await leftOf(run)).toEqual([]);
    },
    5 * minutes,
  );

  it('fail clearly and leave nothing where `kind create` fails', async () => {
    const run = newRun();
    const { exitCode, stderr } = await run.start(argsTo('create'), {
      env: { KIND_BIN: kindFailingAt('create') },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('create is broken');
    expect(stderr).toContain('The cluster was not created');
    expect(stderr).not.toContain('    at ');
    expect(await leftOf(run)).toEqual([]);
  });

  it('say which node image can not be had', async () => {
    const run = newRun();
    const args = [...argsTo('image'), '--image', 'localhost:1/no-such-node:v1'];
    const { exitCode, stderr } = await run.start(args);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('the node image localhost:1/no-such-node:v1 is not available');
    expect(stderr).toContain('Error response from daemon');
    expect(stderr).toContain('--image');
    expect(stderr).not.toMatch(/Creating cluster|Ensuring node image|--kubeconfig/);
    expect(await leftOf(run)).toEqual([]);
  });

  it('refuse a cluster that is not there, and touch nothing', async () => {
    const run = newRun();
    const { exitCode, stderr } = await run.start([...argsTo('none'), '--cluster', 'no-such-cluster']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('There is no kind cluster "no-such-cluster"');
    expect(run.left()).toEqual([]);
  });
});

describe.concurrent('a host that lacks what kind takes', () => {
  it.each([
    ['KUBECTL_BIN', '/nowhere/kubectl', '/nowhere/kubectl'],
    ['KIND_BIN', '/nowhere/kind', '/nowhere/kind'],
    ['DOCKER_HOST', 'unix:///nowhere/docker.sock', 'No Docker daemon answers'],
  ])('is told so before anything is made (%s)', async (variable, value, message) => {
    const out = join(folder.path, variable);
    const run = await cli(['run', '--on', 'kind', '--out', out], { env: { [variable]: value } });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain("Can't run on kind");
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain('not-a-leak doctor');
    expect(() => resultIn(out)).toThrow('ENOENT');
  });
});

/** A kind that fails at one of its commands, and is the real one for all others. */
function kindFailingAt(command: string): string {
  const path = join(folder.path, `kind-failing-at-${command}`);
  const fail = `[ "$1" = ${command} ] && { echo "${command} is broken" >&2; exit 1; }`;
  writeFileSync(path, `#!/bin/sh\n${fail}\nexec kind "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
