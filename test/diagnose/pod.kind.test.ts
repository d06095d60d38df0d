import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterConfig } from '../../harness/platforms/kind/cluster-config.ts';
import { findNodeImage, isPresent } from '../../harness/platforms/kind/node-image.ts';
import { ownHierarchy } from '../../harness/kernel/hierarchy.ts';
import { findPod } from '../../harness/sampler/find-pod.ts';
import type { Diagnosis } from '../../harness/verdict/diagnose/findings.ts';
import { cli, temporaryFolder } from '../cli.ts';
import { isThere, newRun } from '../platforms/kind/kind-here.ts';
import { lacksRoot } from '../skip.ts';
import { heldBytes } from './held-bytes.ts';

const folder = temporaryFolder();
const cluster = `nal-diagnose-${process.pid}`;
const kubeconfig = join(folder.path, 'kubeconfig');
const image = 'busybox:1.35';
const minutes = 60_000;
/** On one processor looks get into each other's way, and what is looked at goes slowly, too. */
const isFast = availableParallelism() > 1;
const lookFor = isFast ? '8s' : '15s';
const together = isFast ? it.concurrent : it;

afterAll(folder.remove);

function ran(program: string, args: string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function kubectl(args: string[], input?: string): string {
  return ran('kubectl', ['--kubeconfig', kubeconfig, ...args], input);
}

function podOf(name: string, script: string, medium: object) {
  const volumeMounts = [{ name: 'scratch', mountPath: '/scratch' }];
  const resources = { limits: { memory: '64Mi' } };
  const container = { name: 'app', image, command: ['sh', '-c', script], resources, volumeMounts };
  const spec = {
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    containers: [container],
    volumes: [{ name: 'scratch', emptyDir: medium }],
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

const write = 'dd if=/dev/zero of=/scratch/$i bs=1k count=128 2>/dev/null; i=$((i+1))';
const filler = podOf('filler', `i=0; while :; do ${write}; sleep 0.5; done`, { medium: 'Memory' });
/** Reads a file twice as large as its limit, again and again. */
const reads =
  'dd if=/dev/zero of=/scratch/big bs=1M count=128; while :; do cat /scratch/big >/dev/null; sleep 0.3; done';
const cached = podOf('cached', reads, {});
/** Of two containers, the smaller one alone has a limit; the pod has none. */
const pair = podOf('pair', 'dd if=/dev/zero of=/scratch/a bs=1M count=96; sleep 3600', { medium: 'Memory' });
const [api] = pair.spec.containers;
const sidecar = { ...api, name: 'proxy', command: ['sleep', '3600'], volumeMounts: [] };
const paired = { ...pair, spec: { ...pair.spec, containers: [{ ...api, resources: {} }, sidecar] } };
/** Does nothing, and will be frozen. */
const still = podOf('still', 'dd if=/dev/zero of=/scratch/a bs=1M count=8; sleep 3600', { medium: 'Memory' });

/** A kubeconfig of somebody with these of the roles that `rbac diagnose` prints. */
function userWith(name: string, roles: string[]): string {
  kubectl(['create', 'serviceaccount', name]);
  for (const role of roles) {
    const kind = role.startsWith('clusterrole') ? 'clusterrolebinding' : 'rolebinding';
    const of = role.replace('=', '-');
    kubectl(['create', kind, `${name}-${of}`, `--${role}`, `--serviceaccount=default:${name}`]);
  }
  const view = (field: string) =>
    kubectl([
      'config',
      'view',
      '--minify',
      '--flatten',
      '--raw',
      '-o',
      `jsonpath={.clusters[0].cluster.${field}}`,
    ]);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'it',
    contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
    clusters: [
      {
        name: 'it',
        cluster: { server: view('server'), 'certificate-authority-data': view('certificate-authority-data') },
      },
    ],
    users: [{ name: 'it', user: { token: kubectl(['create', 'token', name]).trim() } }],
  };
  const path = join(folder.path, `${name}.json`);
  writeFileSync(path, JSON.stringify(config));
  return path;
}

async function diagnosed(pod: string, via: string, user = kubeconfig): Promise<Diagnosis> {
  const { stdout, stderr } = await cli([
    'diagnose',
    `pod/${pod}`,
    '--kubeconfig',
    user,
    '--via',
    via,
    '--for',
    lookFor,
    '--json',
  ]);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Diagnosis;
}

async function diagnosedBy(pod: string, ways: string[]): Promise<Diagnosis[]> {
  if (isFast) return Promise.all(ways.map((via) => diagnosed(pod, via)));
  const found: Diagnosis[] = [];
  for (const via of ways) found.push(await diagnosed(pod, via));
  return found;
}

/** Empty once the reader pods and their namespaces have gone. */
function readers(): string {
  const selector = ['--selector', 'app.kubernetes.io/managed-by=not-a-leak'];
  return kubectl(['get', 'namespaces', ...selector, '--output', 'name']);
}

async function untilThereAreNoReaders(): Promise<void> {
  for (let tries = 0; tries < 100 && readers() !== ''; tries++)
    await new Promise((resolve) => setTimeout(resolve, 300));
  expect(readers()).toBe('');
}

describe.skipIf(!isThere)('of pods on a kind cluster, `diagnose`', () => {
  const { version = 2 } = ownHierarchy() ?? {};

  beforeAll(async () => {
    const nodeImage = await findNodeImage(undefined);
    const args = ['create', 'cluster', '--name', cluster, '--kubeconfig', kubeconfig, '--config', '-'];
    const ofImage = nodeImage === null ? [] : ['--image', nodeImage];
    ran('kind', [...args, ...ofImage, '--wait', '120s'], JSON.stringify(clusterConfig([], version)));
    if (await isPresent(image)) ran('kind', ['load', 'docker-image', image, '--name', cluster]);
    kubectl(['wait', '--for=create', 'serviceaccount/default', '--timeout=90s']);
    kubectl(
      ['apply', '--filename', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [filler, cached, paired, still] }),
    );
    kubectl(['apply', '--filename', '-'], (await cli(['rbac', 'diagnose'])).stdout);
    kubectl([
      'wait',
      '--for=condition=Ready',
      'pod/filler',
      'pod/cached',
      'pod/pair',
      'pod/still',
      '--timeout=90s',
    ]);
  }, 5 * minutes);
  afterAll(() => void spawnSync('kind', ['delete', 'cluster', '--name', cluster]), minutes);

  together('foretells the death of one that fills its memory volume, however it looks at it', async () => {
    const found = await diagnosedBy('filler', ['host', 'reader', 'exec']);
    for (const one of found)
      expect(one).toMatchObject({ outlook: 'dies', cause: 'tmpfs', limitBytes: 64 * 2 ** 20 });
    expect(found[0]?.holders[0]).toMatchObject({ what: 'volume', name: '/scratch' });
    expect(found[2]?.blindTo.join()).toContain('the level of the pod');
  });

  together('sees one live that is full of clean cache', async () => {
    for (const one of await diagnosedBy('cached', ['host', 'reader'])) {
      expect(one).toMatchObject({ cause: null, limitBytes: 64 * 2 ** 20 });
      expect(one.outlook).not.toBe('dies');
      expect(one.usageBytes).toBeGreaterThan(56 * 2 ** 20);
    }
  });

  together('takes the way that a user is allowed, and names the verb that a better one takes', async () => {
    const user = userWith('of-exec', ['role=not-a-leak-diagnose', 'role=not-a-leak-diagnose-exec']);
    const plan = ['diagnose', 'pod/filler', '--dry-run', '--kubeconfig', user];
    expect((await cli([...plan, '--via', 'reader'])).stdout).toContain('not allowed: create namespaces');
    expect(await diagnosed('cached', 'exec', user)).toMatchObject({
      limitBytes: 64 * 2 ** 20,
      cause: null,
    });
    const little = userWith('of-nothing', ['role=not-a-leak-diagnose']);
    const refused = await cli(['diagnose', 'pod/filler', '--via', 'exec', '--kubeconfig', little]);
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toContain('create pods/exec in default');
  });

  together('reads the figures of the kubelet’s page, which come slowly', async () => {
    expect(await diagnosed('cached', 'kubelet')).toMatchObject({ limitBytes: 64 * 2 ** 20, cause: null });
  });

  together('lists all pods of a namespace, with what each holds of its limit', async () => {
    const { stdout } = await cli(['diagnose', '--namespace', 'default', '--kubeconfig', kubeconfig]);
    expect(stdout).toMatch(/^default +filler +\S+ MiB +64 MiB, \d+ %/m);
    expect(stdout).toMatch(/^default +cached +\S+ [KM]iB +64 MiB, \d+ %/m);
    expect(stdout).toMatch(/^default +pair \(proxy\) +\S+ [KM]iB +64 MiB, \d %/m);
  });

  together('looks at the container nearest to its own limit where the pod has none', async () => {
    for (const one of await diagnosedBy('pair', ['host', 'reader', 'kubelet'])) {
      expect(one).toMatchObject({ target: { container: 'proxy' }, limitBytes: 64 * 2 ** 20, cause: null });
      expect(one.unreclaimableBytes).toBeLessThan(32 * 2 ** 20);
      expect(one.findings.join()).toContain('of its 2 containers, proxy is the nearest to its own limit');
    }
  });

  it('with the printed roles alone looks by a reader pod, and leaves nothing', async () => {
    const user = userWith('of-reader', [
      'role=not-a-leak-diagnose',
      'clusterrole=not-a-leak-diagnose-reader',
    ]);
    expect(await diagnosed('cached', 'reader', user)).toMatchObject({
      limitBytes: 64 * 2 ** 20,
      cause: null,
    });
    await untilThereAreNoReaders();
  });

  it('removes its reader pod even if it is killed', async () => {
    const args = ['diagnose', 'pod/cached', '--via', 'reader', '--for', '60s', '--kubeconfig', kubeconfig];
    const { exitCode } = await cli(args, {
      onStderr: (text, kill) => text.includes('limit') && kill('SIGKILL'),
    });
    expect(exitCode).toBeNull();
    await untilThereAreNoReaders();
  });

  it('leaves its reader pod to `clean` if its janitor is killed with it', async () => {
    const run = newRun();
    const args = ['diagnose', 'pod/cached', '--via', 'reader', '--for', '60s', '--kubeconfig', kubeconfig];
    const { exitCode } = await run.start(args, {
      onStderr: (text, kill) => {
        if (!text.includes('limit')) return;
        run.killJanitor();
        kill('SIGKILL');
      },
    });
    expect(exitCode).toBeNull();
    expect(readers()).toContain(run.name);
    const cleaned = await cli(['clean'], { env: run.env });
    expect(cleaned.stdout).toMatch(new RegExp(`removed +namespace +${run.name}`));
    expect(cleaned.exitCode).toBe(0);
    await untilThereAreNoReaders();
  });

  it.skipIf(lacksRoot())('charges nothing to a frozen pod, by host or by reader', async () => {
    const { mountPoint } = ownHierarchy() ?? { mountPoint: '' };
    const uid = kubectl(['get', 'pod', 'still', '--output', 'jsonpath={.metadata.uid}']);
    const cgroup = findPod(mountPoint, uid) ?? '';
    const id = kubectl([
      'get',
      'pod',
      'still',
      '--output',
      'jsonpath={.status.containerStatuses[0].containerID}',
    ]);
    const ctr = ['exec', `${cluster}-control-plane`, 'ctr', '--namespace', 'k8s.io', 'tasks'];
    const task = id.replace('containerd://', '');
    ran('docker', [...ctr, 'pause', task]);
    try {
      for (const via of ['host', 'reader']) {
        const before = heldBytes(cgroup, version);
        expect(await diagnosed('still', via)).toMatchObject({ limitBytes: 64 * 2 ** 20, outlook: 'lives' });
        expect(Math.abs(heldBytes(cgroup, version) - before), via).toBeLessThanOrEqual(4096);
      }
    } finally {
      // A node with a frozen process can't be removed.
      ran('docker', [...ctr, 'resume', task]);
    }
  });
});
