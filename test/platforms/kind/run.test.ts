import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../../harness/recording/read.ts';
import {
  cli,
  leftovers,
  ownPlaces,
  ownProcesses,
  resultIn,
  temporaryFolder,
  type CliResult,
} from '../../cli.ts';

const answers = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const isThere =
  answers('docker', 'info') && answers('kind', 'version') && answers('kubectl', 'version', '--client');
if (!isThere) console.warn('skipped: runs on kind (it takes a Docker daemon, kind and kubectl)');

const folder = temporaryFolder();
afterAll(folder.remove);
const minutes = 60_000;

function printed(program: string, ...args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout;
}

/** What other runs on this host have, which is no business of these tests. */
const before = isThere ? leftOfKind() : [];

/** Clusters, nodes and networks of runs of this tool. */
function leftOfKind(): string[] {
  const clusters = printed('kind', 'get', 'clusters')
    .split('\n')
    .filter((name) => name.startsWith('not-a-leak-'));
  const nodes = printed('docker', 'ps', '--all', '--filter', 'name=not-a-leak-', '--format', '{{.Names}}');
  const networks = printed(
    'docker',
    'network',
    'ls',
    '--filter',
    'name=not-a-leak-',
    '--format',
    '{{.Name}}',
  );
  const listed = `${nodes}\n${networks}`.split('\n').filter(Boolean);
  return [...clusters, ...listed, ...leftovers()];
}

const left = () => leftOfKind().filter((name) => !before.includes(name));

/** A janitor looks for what the daemon may still be making for as long as that may take. */
async function untilNothingIsLeft(): Promise<void> {
  for (let tries = 0; tries < 300 && left().length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(left()).toEqual([]);
}

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

/** kubectl, whose watches end after two seconds, as an API server may end them at any time. */
function kubectlOfShortWatches(): string {
  const path = join(folder.path, 'kubectl-of-short-watches');
  const real = printed('which', 'kubectl').trim();
  const short = `case "$*" in *watch=1*) exec timeout 2 ${real} "$@" ;; esac`;
  writeFileSync(path, `#!/bin/sh\n${short}\nexec ${real} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The commands that `--keep` printed, in order. */
function commandsIn(stderr: string): string[] {
  return stderr.split('\n').flatMap((line) => (line.startsWith('      ') ? [line.trim()] : []));
}

/** A figure of a memory.stat; NaN where it is not there. */
function figure(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

describe.skipIf(!isThere)('runs on a kind cluster', () => {
  const kept = join(folder.path, 'kept');
  const home = join(folder.path, 'home');
  const userConfig = join(home, '.kube', 'config');
  const ofUser = { ...process.env, HOME: home, KUBECONFIG: undefined };
  let first: CliResult;
  let cluster: string;

  beforeAll(async () => {
    mkdirSync(home);
    const arms = ['--arm', 'baseline', '--arm', 'pvc'];
    const args = ['run', 'upload-spool', ...arms, '--on', 'kind', '--keep', '--out', kept];
    first = await cli(args, { env: { HOME: home, INIT_CWD: '/' } }); // as `npm --prefix` says it from there
    cluster = /kept: the cluster (\S+)\./.exec(first.stderr)?.[1] ?? '';
  }, 5 * minutes);
  afterAll(async () => {
    await cli(['clean', '--kept']); // the app's image, where these runs built it
    expect(left()).toEqual([]);
  }, minutes);

  it("leave nothing in the user's home, and the kubeconfig of the user as it was", () => {
    expect(readdirSync(home).filter((name) => name !== '.npm')).toEqual([]);
  });

  it('kill the spooling app by tmpfs, in a restart loop that a real kubelet makes', () => {
    expect(first.stderr + first.stdout).toContain('OOM-killed');
    const arm = resultIn(kept).scenarios[0]?.arms.find(({ name }) => name === 'baseline');
    expect(arm).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' });
    expect(arm?.restarts).toBeGreaterThanOrEqual(2);
    expect(arm?.oomKills).toBeGreaterThanOrEqual(3);
    expect(arm?.lives.filter(({ signal }) => signal === 'SIGKILL').length).toBeGreaterThanOrEqual(1);
    for (const life of arm?.lives.slice(0, 3) ?? [])
      expect(life.reason).toMatch(/^(OOMKilled|Error|StartError)$/);
  });

  it('let the same app live on a PVC, pinned at its limit', () => {
    const arm = resultIn(kept).scenarios[0]?.arms.find(({ name }) => name === 'pvc');
    expect(arm).toMatchObject({ outcome: 'survived', oomKills: 0, heap: 'flat' });
    expect(arm?.limitEvents).toBeGreaterThan(250);
    expect(first.exitCode, first.stdout).toBe(0);
  });

  it("keep what a person's own commands print: status, limits, node memory, cgroup files, events", async () => {
    const recording = await readRecording(kept);
    const arm = recording.arms.find(({ arm: { name } }) => name === 'baseline');
    const output = (what: string) => arm?.evidence.find((line) => line.what.includes(what))?.output ?? '';
    expect(output('status and restarts')).toMatch(/OOMKilled|CrashLoopBackOff|Error|Running/);
    expect(output('limits and last state')).toContain('Restart Count:');
    expect(output('limits and last state')).toContain('Last State:');
    expect(output('as the pod sees it')).toContain('MemAvailable');
    expect(output("pod's cgroup")).toMatch(/memory\.(limit_in_bytes|max)/);
    expect(output('events')).toContain('BackOff');
    expect(recording.run.checks.map(({ name }) => name)).toContain('kubectl');
  });

  it(
    'run again in a cluster that stands, from a sampler in a pod, and leave nothing in it',
    async () => {
      const out = join(folder.path, 'again');
      const args = [
        'run',
        'upload-spool',
        '--arm',
        'baseline',
        '--on',
        'kind',
        '--cluster',
        cluster,
        '--out',
        out,
      ];
      const env = { REPRO_SAMPLE_FROM: 'pod', KUBECTL_BIN: kubectlOfShortWatches() };
      const run = await cli(args, { env });
      expect(run.stderr).toContain('sampling in the pod');
      expect(run.exitCode, run.stdout).toBe(0);
      expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({
        outcome: 'oom-killed',
        cause: 'tmpfs',
        heap: 'flat',
      });
      const id = /"run":"?|not-a-leak\/run/.exec(run.stderr);
      expect(id).toBeNull();
      const kubeconfig = join(folder.path, 'kubeconfig');
      spawnSync('kind', ['export', 'kubeconfig', '--name', cluster, '--kubeconfig', kubeconfig]);
      const namespaces = printed(
        'kubectl',
        '--kubeconfig',
        kubeconfig,
        'get',
        'namespaces',
        '--output',
        'name',
      ).split('\n');
      const ofOtherRuns = namespaces.filter(
        (name) => name.includes('not-a-leak-') && !name.includes(cluster),
      );
      expect(ofOtherRuns).toEqual([]);
    },
    5 * minutes,
  );

  it(
    "show after a restart why the README looks at df first: the residue is the pod's, not the container's",
    () => {
      const [kubectl = '', rest = ''] = (commandsIn(first.stderr)[0] ?? '').split(' --namespace ');
      const [program = '', ...flags] = kubectl.split(' ');
      const inArm = [...flags, '--namespace', rest.split(' ')[0] ?? ''];
      printed(program, ...inArm, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=60s');
      const inPod = (...command: string[]) =>
        printed(program, ...inArm, 'exec', 'deployment/app', '--', ...command);
      const { cgroupVersion } = resultIn(kept).host ?? {};
      const own = cgroupVersion === 1 ? '/sys/fs/cgroup/memory/memory.stat' : '/sys/fs/cgroup/memory.stat';
      expect(figure(inPod('cat', own), 'shmem')).toBeLessThan(8 * 2 ** 20);
      expect(inPod('df', '-h')).toMatch(/^tmpfs +128M +\d\d+M .*\/scratch$/m);
      const find = /^ +(find \/sys\/fs\/cgroup .*)$/m.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
      const uid = printed(program, ...inArm, 'get', 'pod', '--output', 'jsonpath={.items[0].metadata.uid}');
      const ofPod = printed(
        'docker',
        'exec',
        `${cluster}-control-plane`,
        'bash',
        '-c',
        `uid=${uid}; ${find}`,
      );
      const name = cgroupVersion === 1 ? 'total_shmem' : 'shmem';
      expect(figure(ofPod, name)).toBeGreaterThan(64 * 2 ** 20);
    },
    2 * minutes,
  );

  it(
    'print commands for what was kept, each of which runs as it was printed',
    () => {
      const commands = commandsIn(first.stderr);
      const run = (part: string, nth = 0) => {
        const command = commands.filter((line) => line.includes(part))[nth];
        expect(command, part).toBeDefined();
        const ran = spawnSync('sh', ['-c', command ?? ''], { encoding: 'utf8', cwd: '/', env: ofUser });
        expect(ran.status, `${command}\n${ran.stderr}`).toBe(0);
        return ran.stdout;
      };
      expect(run('get pods')).toMatch(/app-\S+ +\S+ +(Running|CrashLoopBackOff|OOMKilled|Error) +[2-9]/);
      expect(run('describe pods')).toContain('Last State:');
      const bytes = /^(?:total_)?shmem (\d+)$/m.exec(run('memory.stat'))?.[1];
      expect(Number(bytes)).toBeGreaterThan(64 * 2 ** 20);
      expect(run('df -h')).toMatch(/^tmpfs +128M +\d\d+M /m);
      run('node --eval');
      run('patch deployment');
      run('memory-scratch.yaml');
      run('pvc-scratch.yaml');
      const [kubectl = ''] = (commands[0] ?? '').split(' --namespace');
      const wait = `${kubectl} wait --for=condition=Available --timeout=60s deployment/app`;
      const ofArm = / --namespace \S+/.exec(commands[0] ?? '')?.[0] ?? '';
      for (const where of ['', ofArm])
        expect(spawnSync('sh', ['-c', wait + where], { encoding: 'utf8' })).toMatchObject({ status: 0 });
      expect(commands.at(-1)).toMatch(new RegExp(`repro -- clean --kept ${cluster}$`)); // is run at the end
    },
    3 * minutes,
  );

  it(
    'go by the command that was printed, with their context in the kubeconfig of the user',
    async () => {
      spawnSync('kind', ['export', 'kubeconfig', '--name', cluster], { env: ofUser });
      expect(readFileSync(userConfig, 'utf8')).toContain(`current-context: kind-${cluster}`);
      const listed = await cli(['clean']);
      expect(listed.stdout).toMatch(new RegExp(`kept +cluster +${cluster} +.clean --kept`));
      const command = commandsIn(first.stderr).at(-1) ?? '';
      const env = { ...ofUser, ...ownPlaces };
      const cleaned = spawnSync('sh', ['-c', command], { encoding: 'utf8', cwd: '/', env });
      expect(cleaned.stdout, cleaned.stderr).toMatch(new RegExp(`removed +cluster +${cluster}`));
      expect(readFileSync(userConfig, 'utf8')).not.toContain(cluster);
      expect(left()).toEqual([]);
    },
    2 * minutes,
  );

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
    expect(run.stderr).toContain('npm run repro -- doctor');
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
