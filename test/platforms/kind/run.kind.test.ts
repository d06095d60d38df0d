import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecording } from '../../../harness/recording/read.ts';
import { cli, ownPlaces, resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { isThere, left, printed } from './kind-here.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const minutes = 60_000;

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
    "show after a restart why docs/oomkilled.md looks at df first: the residue is the pod's, not the container's",
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
      const find =
        /^ +(find \/sys\/fs\/cgroup .*)$/m.exec(readFileSync('docs/oomkilled.md', 'utf8'))?.[1] ?? '';
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
      run('overlays/memory-scratch');
      run('overlays/pvc-scratch');
      const [kubectl = ''] = (commands[0] ?? '').split(' --namespace');
      const wait = `${kubectl} wait --for=condition=Available --timeout=60s deployment/app`;
      const ofArm = / --namespace \S+/.exec(commands[0] ?? '')?.[0] ?? '';
      for (const where of ['', ofArm])
        expect(spawnSync('sh', ['-c', wait + where], { encoding: 'utf8' })).toMatchObject({ status: 0 });
      expect(commands.at(-1)).toMatch(new RegExp(` clean --kept ${cluster}$`)); // is run at the end
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
});
