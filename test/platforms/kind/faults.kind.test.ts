import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, ownProcesses, resultIn, temporaryFolder } from '../../cli.ts';
import { isThere, left, printed, untilNothingIsLeft } from './kind-here.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const minutes = 60_000;

/** What a run had to leave whose daemon was out of its reach for good. */
function removeByHand(cluster: string): void {
  spawnSync('kind', ['delete', 'cluster', '--name', cluster]);
  spawnSync('docker', ['network', 'rm', cluster]);
}

/** A program that fails for one of its commands, and is the real one for all others. */
function failingAt(program: string, command: string): string {
  const path = join(folder.path, `${program}-${command}`);
  const real = printed('which', program).trim();
  writeFileSync(
    path,
    `#!/bin/sh\n[ "$1" = ${command} ] && { echo "${command} is broken" >&2; exit 1; }\nexec ${real} "$@"\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(!isThere)('runs on kind in which something goes wrong', () => {
  it(
    'fail when the node goes in mid-run and Docker answers no more, and name what is left',
    async () => {
      const docker = cutOffDocker(join(folder.path, 'docker.sock'));
      let made = '';
      const run = await cli(
        ['run', 'upload-spool', '--arm', 'headroom', '--on', 'kind', '--out', join(folder.path, 'cut')],
        {
          env: { DOCKER_HOST: `unix://${docker.path}`, REPRO_STATE_DIR: join(folder.path, 'cut-state') },
          onStderr: (text) => {
            made ||= /creating the cluster (\S+)/.exec(text)?.[1] ?? '';
            if (!text.includes('the load begins') || docker.isCut()) return;
            docker.cut();
            spawnSync('docker', ['kill', `${made}-control-plane`]);
          },
        },
      );
      removeByHand(made);
      docker.close();
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toContain(`kind delete cluster --name ${made}`);
      expect(run.stderr).not.toContain('    at ');
    },
    5 * minutes,
  );

  it(
    'that are interrupted remove their cluster',
    async () => {
      const out = join(folder.path, 'interrupted');
      let sent = false;
      const run = await cli(['run', 'upload-spool', '--arm', 'headroom', '--on', 'kind', '--out', out], {
        onStderr: (text, kill) => {
          if (sent || !text.includes('loading the image')) return;
          sent = true;
          kill('SIGINT');
        },
      });
      expect(run.exitCode).toBe(130);
      expect(resultIn(out)).toMatchObject({ interrupted: 'SIGINT' });
      await untilNothingIsLeft();
    },
    5 * minutes,
  );

  it(
    'whose harness is killed have their cluster removed by the janitor',
    async () => {
      let sent = false;
      await cli(
        ['run', 'upload-spool', '--arm', 'headroom', '--on', 'kind', '--out', join(folder.path, 'killed')],
        {
          onStderr: (text, kill) => {
            if (sent || !text.includes('creating the cluster')) return;
            sent = true;
            setTimeout(() => kill('SIGKILL'), 4000);
          },
        },
      );
      await untilNothingIsLeft();
    },
    5 * minutes,
  );

  it(
    'that are killed with their janitor have their cluster removed by `clean`',
    async () => {
      let sent = false;
      const args = ['run', 'upload-spool', '--arm', 'headroom', '--on', 'kind'];
      // Not the place of the runs above, whose daemon went away for good.
      const env = { REPRO_STATE_DIR: join(folder.path, 'state') };
      await cli([...args, '--out', join(folder.path, 'massacre')], {
        env,
        onStderr: (text, kill) => {
          if (sent || !text.includes('the cluster is ready')) return;
          sent = true;
          for (const pid of ownProcesses('janitor.mjs')) process.kill(pid, 'SIGKILL');
          kill('SIGKILL');
        },
      });
      const listed = await cli(['clean', '--dry-run'], { env });
      expect(listed.stdout).toMatch(/found +cluster +not-a-leak-/);
      const cleaned = await cli(['clean'], { env });
      expect(cleaned.stdout).toMatch(/removed +cluster +not-a-leak-/);
      expect(cleaned.exitCode).toBe(0);
      expect(left()).toEqual([]);
    },
    5 * minutes,
  );

  it.each([
    ['create', ['create is broken', 'The cluster was not created']],
    ['load', ['load is broken']],
  ])(
    'fail clearly and leave nothing where `kind %s` fails',
    async (command, messages) => {
      const run = await cli(['run', 'upload-spool', '--on', 'kind', '--out', join(folder.path, command)], {
        env: { KIND_BIN: failingAt('kind', command) },
      });
      expect(run.exitCode).toBe(4);
      for (const message of messages) expect(run.stderr).toContain(message);
      expect(run.stderr).not.toContain('    at ');
      await untilNothingIsLeft();
    },
    5 * minutes,
  );

  it(
    'say which node image can not be had',
    async () => {
      const run = await cli([
        'run',
        'upload-spool',
        '--on',
        'kind',
        '--image',
        'localhost:1/no-such-node:v1',
        '--out',
        join(folder.path, 'image'),
      ]);
      expect(run.exitCode).toBe(4);
      expect(run.stderr).toContain('the node image localhost:1/no-such-node:v1 is not available');
      expect(run.stderr).toContain('Error response from daemon');
      expect(run.stderr).toContain('--image');
      expect(run.stderr).not.toMatch(/Creating cluster|Ensuring node image|--kubeconfig/);
      await untilNothingIsLeft();
    },
    5 * minutes,
  );

  it('refuse a cluster that is not there, and touch nothing', async () => {
    const run = await cli([
      'run',
      'upload-spool',
      '--on',
      'kind',
      '--cluster',
      'no-such-cluster',
      '--out',
      join(folder.path, 'none'),
    ]);
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toContain('There is no kind cluster "no-such-cluster"');
    await untilNothingIsLeft();
  });
});

describe('a host that lacks what kind takes', () => {
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

/** The daemon's socket by another path, which can be cut off. */
function cutOffDocker(path: string) {
  mkdirSync(folder.path, { recursive: true });
  const sockets = new Set<Socket>();
  let cut = false;
  // Half-open, as `docker exec` ends its input and goes on reading.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const daemon = createConnection({ path: '/var/run/docker.sock', allowHalfOpen: true });
    for (const socket of [client, daemon]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.pipe(daemon).pipe(client);
    if (cut) client.destroy();
  }).listen(path);
  return {
    path,
    isCut: () => cut,
    cut: () => {
      cut = true;
      for (const socket of sockets) socket.destroy();
    },
    close: () => server.close(),
  };
}
