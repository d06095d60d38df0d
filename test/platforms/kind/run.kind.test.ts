import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../../harness/recording/read.ts';
import { cli, ownPlaces, resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { writeScenario } from '../../scenario-file.ts';
import { isThere, leftOf, newRun, printed } from './kind-here.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const minutes = 60_000;

/** A kubectl whose watches end after a second, as an API server may end them at any time; writes down each of them. */
function kubectlOfShortWatches(watches: string): string {
  const path = join(folder.path, 'kubectl-of-short-watches');
  const short = `case "$*" in *watch=1*) echo x >> ${watches}; exec timeout 1 kubectl "$@" ;; esac`;
  writeFileSync(path, `#!/bin/sh\n${short}\nexec kubectl "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A kind that can't load an image. */
function kindThatLoadsNothing(): string {
  const path = join(folder.path, 'kind-that-loads-nothing');
  const fail = '[ "$1" = load ] && { echo "load is broken" >&2; exit 1; }';
  writeFileSync(path, `#!/bin/sh\n${fail}\nexec kind "$@"\n`);
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
  const first = newRun();
  const ofUser = { ...ownPlaces, ...first.env, HOME: home, KUBECONFIG: undefined };
  const inCluster = (out: string) => ['--on', 'kind', '--cluster', first.name, '--out', out];
  let result: CliResult;
  /** Of the first arm that was kept: its kubectl, with the namespace. */
  let kubectl: [string, ...string[]];

  beforeAll(async () => {
    mkdirSync(home);
    const arms = ['--arm', 'baseline', '--arm', 'pvc'];
    const args = ['run', 'upload-spool', ...arms, '--on', 'kind', '--keep', '--out', kept];
    result = await first.start(args, { env: { HOME: home, INIT_CWD: '/' } }); // as `npm --prefix` says it from there
    const [command = '', namespace] = /^(.* --namespace \S+)/.exec(commandsIn(result.stderr)[0] ?? '') ?? [];
    expect(namespace, result.stderr).toBeDefined();
    kubectl = command.split(' ') as typeof kubectl;
  }, 5 * minutes);
  afterAll(async () => {
    await cli(['clean', '--kept'], { env: first.env }); // the app's image, where this run built it
    expect(await leftOf(first)).toEqual([]);
  }, minutes);

  it("leave nothing in the user's home, and the kubeconfig of the user as it was", () => {
    expect(readdirSync(home).filter((name) => name !== '.npm')).toEqual([]);
  });

  it('kill the spooling app by tmpfs, in a restart loop that a real kubelet makes', () => {
    expect(result.stderr + result.stdout).toContain('OOM-killed');
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
    expect(result.exitCode, result.stdout).toBe(0);
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

  // The arm that was kept waits for ten seconds and more, until the kubelet restarts it.
  describe.concurrent('while the one that was kept is in back-off', () => {
    it(
      'run again in a cluster that stands, from a sampler in a pod, and leave nothing in it',
      async () => {
        const run = newRun();
        const watches = join(folder.path, 'watches');
        const out = join(folder.path, 'again');
        const expected = { outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat' };
        const scenario = writeScenario(folder.path, 'again-once', {
          arms: { baseline: { expect: expected } },
        });
        const env = { REPRO_SAMPLE_FROM: 'pod', KUBECTL_BIN: kubectlOfShortWatches(watches) };
        const { exitCode, stdout, stderr } = await run.start(['run', scenario, ...inCluster(out)], { env });
        expect(stderr).toContain('sampling in the pod');
        expect(exitCode, stdout).toBe(0);
        expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject(expected);
        expect(readFileSync(watches, 'utf8').length).toBeGreaterThan('x\n'.length);
        expect(await namespacesOf(run.name)).toEqual([]);
        expect(await leftOf(run)).toEqual([]);
      },
      5 * minutes,
    );

    it('fail clearly where `kind load` fails, and leave nothing in the cluster', async () => {
      const run = newRun();
      const args = ['run', 'upload-spool', ...inCluster(join(folder.path, 'load'))];
      const { exitCode, stderr } = await run.start(args, { env: { KIND_BIN: kindThatLoadsNothing() } });
      expect(exitCode).toBe(4);
      expect(stderr).toContain('load is broken');
      expect(stderr).not.toContain('    at ');
      expect(await namespacesOf(run.name)).toEqual([]);
      expect(await leftOf(run)).toEqual([]);
    });

    it(
      "show after a restart why docs/oomkilled.md looks at df first: the residue is the pod's, not the container's",
      async () => {
        await printed(...kubectl, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=60s');
        const inPod = (...command: string[]) =>
          printed(...kubectl, 'exec', 'deployment/app', '--', ...command);
        const { cgroupVersion } = resultIn(kept).host ?? {};
        const own = cgroupVersion === 1 ? '/sys/fs/cgroup/memory/memory.stat' : '/sys/fs/cgroup/memory.stat';
        expect(figure(await inPod('cat', own), 'shmem')).toBeLessThan(8 * 2 ** 20);
        expect(await inPod('df', '-h')).toMatch(/^tmpfs +128M +\d\d+M .*\/scratch$/m);
        const docs = readFileSync('docs/oomkilled.md', 'utf8');
        const find = /^ +(find \/sys\/fs\/cgroup .*)$/m.exec(docs)?.[1] ?? '';
        const uid = await printed(...kubectl, 'get', 'pod', '--output', 'jsonpath={.items[0].metadata.uid}');
        const ofPod = await onNode('bash', '-c', `uid=${uid}; ${find}`);
        const name = cgroupVersion === 1 ? 'total_shmem' : 'shmem';
        expect(figure(ofPod, name)).toBeGreaterThan(64 * 2 ** 20);
      },
      2 * minutes,
    );
  });

  it(
    'print commands for what was kept, each of which runs as it was printed',
    async () => {
      const commands = commandsIn(result.stderr);
      const start = (part: string) => {
        const command = commands.find((line) => line.includes(part));
        expect(command, part).toBeDefined();
        return execa('sh', ['-c', command ?? ''], { cwd: '/', env: ofUser });
      };
      const run = async (part: string) => (await start(part)).stdout;
      expect(await run('get pods')).toMatch(
        /app-\S+ +\S+ +(Running|CrashLoopBackOff|OOMKilled|Error) +[2-9]/,
      );
      expect(await run('describe pods')).toContain('Last State:');
      const bytes = /^(?:total_)?shmem (\d+)$/m.exec(await run('memory.stat'))?.[1];
      expect(Number(bytes)).toBeGreaterThan(64 * 2 ** 20);
      expect(await run('df -h')).toMatch(/^tmpfs +128M +\d\d+M /m);
      const load = start('node --eval');
      await run('patch deployment');
      await run('overlays/memory-scratch');
      await run('overlays/pvc-scratch');
      const [program, ...flags] = kubectl;
      const wait = ['wait', '--for=condition=Available', '--timeout=60s', 'deployment/app'];
      await printed(program, ...flags, ...wait);
      await printed(program, ...flags.slice(0, flags.indexOf('--namespace')), ...wait);
      await load;
      expect(commands.at(-1)).toMatch(new RegExp(` clean --kept ${first.name}$`)); // is run at the end
    },
    3 * minutes,
  );

  it(
    'go by the command that was printed, with their context in the kubeconfig of the user',
    async () => {
      await execa('kind', ['export', 'kubeconfig', '--name', first.name], { env: ofUser });
      expect(readFileSync(userConfig, 'utf8')).toContain(`current-context: kind-${first.name}`);
      const listed = await cli(['clean'], { env: first.env });
      expect(listed.stdout).toMatch(new RegExp(`kept +cluster +${first.name} +.clean --kept`));
      const command = commandsIn(result.stderr).at(-1) ?? '';
      const { stdout } = await execa('sh', ['-c', command], { cwd: '/', env: ofUser });
      expect(stdout).toMatch(new RegExp(`removed +cluster +${first.name}`));
      expect(readFileSync(userConfig, 'utf8')).not.toContain(first.name);
      expect(await leftOf(first)).toEqual([]);
    },
    2 * minutes,
  );

  /** The namespaces of a run in the cluster. */
  async function namespacesOf(run: string): Promise<string[]> {
    const [program, ...flags] = kubectl;
    const ofCluster = flags.slice(0, flags.indexOf('--namespace'));
    const names = await printed(program, ...ofCluster, 'get', 'namespaces', '--output', 'name');
    return names.split('\n').filter((name) => name.includes(run));
  }

  function onNode(...command: string[]): Promise<string> {
    return printed('docker', 'exec', `${first.name}-control-plane`, ...command);
  }
});
