import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnosePasted } from '../../../harness/diagnose/pasted/diagnose-pasted.ts';
import { diagnosis, type Diagnosis, type PastKill } from '../../../harness/verdict/diagnose/findings.ts';

const folder = new URL('fixtures/', import.meta.url);
const mebibyte = 2 ** 20;

function diagnoseFixture(name: string): Diagnosis {
  return diagnosePasted(readFileSync(new URL(`${name}.txt`, folder), 'utf8'));
}

/** Without the reasons, which may have other words. */
function killsIn(text: string): PastKill[] {
  return diagnosePasted(text).kills.map((kill) => ({ ...kill, causeReason: '', from: '' }));
}

/** What a page must be told to say. A reason is a part of the reason. */
interface Expected {
  cause: Diagnosis['cause'];
  reason?: string;
  limitMiB?: number | null;
  kills?: { victim?: string; isOwnLimit: PastKill['isOwnLimit']; cause: PastKill['cause'] }[];
  findings?: string;
}

/** Each written after a public report, with other names. */
const pages: Record<string, Expected> = {
  'centos7-3.10-docker-java': {
    cause: 'anonymous',
    reason: 'java (14881) runs the JVM',
    limitMiB: 1024,
    kills: [{ victim: 'java', isOwnLimit: true, cause: 'anonymous' }],
  },
  'centos7-3.10-host-mysqld': {
    cause: 'native',
    reason: 'the whole host ran out of memory',
    limitMiB: null,
    kills: [{ victim: 'mysqld', isOwnLimit: false, cause: 'native' }],
  },
  'rhel6-2.6.32-lxc-java': {
    cause: 'anonymous',
    limitMiB: 8192,
    kills: [{ victim: 'java', isOwnLimit: true, cause: 'anonymous' }],
  },
  'ubuntu-4.4-docker-go-wrapped': {
    cause: 'anonymous',
    reason: 'its name does not tell',
    limitMiB: 200,
    kills: [{ victim: 'main', isOwnLimit: true, cause: 'anonymous' }],
  },
  'amazonlinux2-4.14-ecs-postgres': {
    cause: 'unknown',
    reason: 'files on a tmpfs, or shared memory',
    limitMiB: 1024,
    kills: [{ victim: 'postgres', isOwnLimit: true, cause: 'unknown' }],
  },
  'rhel8-4.18-crio-node': {
    cause: 'anonymous',
    reason: 'anonymous 497 MiB of 508 MiB',
    limitMiB: 512,
    kills: [{ victim: 'node', isOwnLimit: true, cause: 'anonymous' }],
  },
  'centos-5.4-indented-table': {
    cause: 'anonymous',
    reason: 'anonymous 1014 MiB',
    limitMiB: 1024,
    kills: [{ victim: 'php-fpm7', isOwnLimit: true, cause: 'anonymous' }],
  },
  'amazonlinux2-5.10-eks-python': {
    cause: 'anonymous',
    reason: 'runs Python',
    limitMiB: 300,
    kills: [{ victim: 'gunicorn', isOwnLimit: true, cause: 'anonymous' }],
  },
  'suse-5.14-virtual-machine': {
    cause: 'unknown',
    reason: 'virtual machine',
    kills: [{ victim: 'qemu-system-x86', isOwnLimit: true, cause: 'unknown' }],
  },
  'rhel9-5.14-locked-cache': {
    cause: 'locked-cache',
    limitMiB: 128,
    kills: [{ victim: 'vaultd', isOwnLimit: true, cause: 'locked-cache' }],
  },
  'ubuntu-5.15-host-out-of-memory': {
    cause: 'anonymous',
    reason: 'the whole host ran out of memory',
    limitMiB: null,
    kills: [{ victim: 'java', isOwnLimit: false, cause: 'anonymous' }],
  },
  'oracle-5.15-mysqld-threads': {
    cause: 'anonymous',
    reason: '1399 threads',
    limitMiB: 1024,
    kills: [{ victim: 'mysqld', isOwnLimit: true, cause: 'anonymous' }],
  },
  'amazonlinux2023-6.1-sockets': {
    cause: 'sockets',
    limitMiB: 128,
    kills: [{ victim: 'pushd', isOwnLimit: true, cause: 'sockets' }],
  },
  'bottlerocket-6.1-tmpfs-with-described-pod': {
    cause: 'tmpfs',
    reason: 'memory-backed volume scratch (/scratch), without a sizeLimit',
    limitMiB: 128,
    kills: [{ victim: 'node', isOwnLimit: true, cause: 'tmpfs' }],
    findings: 'its files may fill the limit',
  },
  'eks-6.1-all-pods-together': {
    cause: 'anonymous',
    reason: 'all pods of the node together',
    limitMiB: null,
    kills: [{ victim: 'python3', isOwnLimit: false, cause: 'anonymous' }],
  },
  'cos-6.6-containerd-node': {
    cause: 'anonymous',
    reason: 'runs Node',
    limitMiB: 256,
    kills: [{ victim: 'node', isOwnLimit: true, cause: 'anonymous' }],
  },
  'gke-6.6-memory-oom-group': {
    cause: 'anonymous',
    reason: '2 more of its processes',
    limitMiB: 512,
    kills: [{ victim: 'puma: cluster wo', isOwnLimit: true, cause: 'anonymous' }],
  },
  'gke-gvisor-pod-yaml': {
    cause: 'unknown',
    reason: 'gVisor',
    limitMiB: 512,
    kills: [{ victim: 'exe', isOwnLimit: true, cause: 'unknown' }],
    findings: 'runtime class is gvisor',
  },
  'kata-pod-json': {
    cause: 'unknown',
    reason: 'virtual machine',
    limitMiB: 1024,
    kills: [{ victim: 'qemu-system-x86', isOwnLimit: true, cause: 'unknown' }],
  },
  'ubuntu-6.8-kmsg-memfd': {
    cause: 'unknown',
    reason: 'files on a tmpfs, or shared memory',
    limitMiB: 64,
    kills: [{ victim: 'perl', isOwnLimit: true, cause: 'unknown' }],
  },
  'ubuntu-6.8-page-tables': {
    cause: 'kernel',
    reason: 'page tables 52 MiB',
    limitMiB: 64,
    kills: [{ victim: 'indexer', isOwnLimit: true, cause: 'kernel' }],
  },
  'debian-6.12-dirty-cache': {
    cause: 'dirty-cache',
    limitMiB: 32,
    kills: [{ victim: 'dd', isOwnLimit: true, cause: 'dirty-cache' }],
  },
  'debian-6.12-unit-redis': {
    cause: 'native',
    reason: 'redis-server (7731) has no managed runtime',
    limitMiB: 256,
    kills: [{ victim: 'redis-server', isOwnLimit: true, cause: 'native' }],
  },
  'talos-6.12-java': {
    cause: 'anonymous',
    reason: 'runs the JVM',
    limitMiB: 4096,
    kills: [{ victim: 'java', isOwnLimit: true, cause: 'anonymous' }],
  },
  'fedora-40-systemd-oomd': { cause: null, kills: [{ isOwnLimit: false, cause: null }] },
  'ubuntu-earlyoom': { cause: null, kills: [{ victim: 'python3', isOwnLimit: false, cause: null }] },
  'kubectl-events-oomkilling': {
    cause: null,
    kills: [
      { victim: 'worker', isOwnLimit: false, cause: null },
      { victim: 'celery', isOwnLimit: null, cause: null },
    ],
  },
  'described-pod-oomkilled': {
    cause: null,
    limitMiB: 128,
    kills: [{ isOwnLimit: null, cause: null }],
    findings: 'memory-backed and has no sizeLimit',
  },
  'described-pod-error-137-without-indents': {
    cause: null,
    limitMiB: 128,
    kills: [],
    findings: 'Kubernetes does not call it OOMKilled',
  },
  'described-pod-liveness': { cause: null, kills: [], findings: 'its liveness probe failed' },
  'described-pod-evicted': { cause: null, kills: [], findings: 'The kubelet evicted it' },
  'memory-stat-v1-shmem-of-a-pod': { cause: 'unknown', limitMiB: 128, reason: 'shmem 104 MiB' },
  'memory-stat-v2-anonymous': { cause: 'anonymous', limitMiB: 256 },
  'memory-stat-v2-clean-cache': { cause: null, limitMiB: 128 },
  'memory-stat-twice-growing-with-df': { cause: 'tmpfs', limitMiB: 128, reason: '/scratch holds 60 MiB' },
  'cadvisor-page': { cause: 'unknown', limitMiB: 128, findings: 'RSS misses 98 MiB that stays' },
};

describe('pasted evidence', () => {
  it('has an expectation for each page that is kept', () => {
    const kept = readdirSync(folder).map((file) => file.replace(/\.txt$/, ''));
    expect(kept.toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  it.each(Object.entries(pages))('is judged right, or "can’t tell": %s', (name, expected) => {
    const found = diagnoseFixture(name);
    expect(found.cause).toBe(expected.cause);
    if (expected.reason !== undefined) expect(found.causeReason).toContain(expected.reason);
    if (expected.limitMiB !== undefined)
      expect(found.limitBytes && found.limitBytes / mebibyte).toBe(expected.limitMiB);
    const kills = found.kills.map(({ victim, isOwnLimit, cause }) => ({
      victim: victim?.name,
      isOwnLimit,
      cause,
    }));
    expect(kills).toEqual((expected.kills ?? []).map((kill) => ({ victim: undefined, ...kill })));
    if (expected.findings !== undefined) expect(found.findings.join(' ')).toContain(expected.findings);
    expect(diagnosis.safeParse(found).error).toBeUndefined();
  });

  it.each<[string, (text: string) => string]>([
    ['with lines of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['quoted in a mail', (text) => text.replaceAll(/^/gm, '> ')],
    ['indented', (text) => text.replaceAll(/^/gm, '    ')],
    ['in colours', (text) => text.replaceAll(/^(\[[^\]]*\])/gm, '\u001b[32m$1\u001b[0m')],
    ['without what a log puts in front', (text) => text.replaceAll(/^(?:.*? kernel: |\[ *[\d.]+\] )/gm, '')],
    ['broken at 80 columns', (text) => text.replaceAll(/.{80}(?=.)/g, '$&\n')],
    ['broken at 132 columns', (text) => text.replaceAll(/.{132}(?=.)/g, '$&\n')],
    ['broken at blanks', (text) => text.replaceAll(/(?=.{121}).{1,120} /g, (part) => `${part.trimEnd()}\n`)],
  ])('of the kernel is read as well %s', (_, change) => {
    const ofKernel = Object.keys(pages).filter(
      (name) => /^[a-z0-9]+-\d/.test(name) && !name.includes('wrapped'),
    );
    for (const name of ofKernel) {
      const text = readFileSync(new URL(`${name}.txt`, folder), 'utf8');
      expect(killsIn(change(text)), name).toEqual(killsIn(text));
    }
  });

  it('names its pod, and what Kubernetes said of its ends', () => {
    expect(diagnoseFixture('described-pod-oomkilled')).toMatchObject({
      target: { kind: 'paste', name: 'pod/uploader-7c9f6d5b8-x2x9k', namespace: 'shop', container: 'app' },
      via: 'what was pasted',
      reported: ['OOMKilled 137'],
      livesMs: [12_000],
    });
  });

  it('foretells nothing from one moment, and a death from two with times', () => {
    expect(diagnoseFixture('memory-stat-v2-anonymous')).toMatchObject({ outlook: 'unknown', diesInMs: null });
    const { outlook, diesInMs, growth } = diagnoseFixture('memory-stat-twice-growing-with-df');
    expect(outlook).toBe('dies');
    expect(growth['shmem']).toBe(mebibyte);
    // 46 MiB are left, at 1 MiB a second.
    expect(diesInMs?.likely).toBeGreaterThan(40_000);
    expect(diesInMs?.likely).toBeLessThan(50_000);
  });

  it('says which metrics mislead', () => {
    const { findings } = diagnoseFixture('cadvisor-page');
    expect(findings.find((line) => line.startsWith('shop/cache-0/nginx'))).toContain(
      'an alert on usage and working set is a false one',
    );
  });

  it('calls clean cache no cause', () => {
    const { isNot } = diagnoseFixture('memory-stat-v2-clean-cache');
    expect(isNot).toEqual(['page cache: 110 MiB of it is clean, which is dropped when needed']);
  });

  it('is told once if it was pasted twice, from dmesg and the journal', () => {
    const text = readFileSync(new URL('cos-6.6-containerd-node.txt', folder), 'utf8');
    const dmesg = text.replaceAll(/^.*? kernel: /gm, '[ 1234.567890] ');
    expect(diagnosePasted(`${text}\n${dmesg}`).kills).toHaveLength(1);
  });

  it('leaves out the kills of other pods', () => {
    const gvisor = readFileSync(new URL('gke-gvisor-pod-yaml.txt', folder), 'utf8');
    const other = readFileSync(new URL('cos-6.6-containerd-node.txt', folder), 'utf8');
    const { kills, findings } = diagnosePasted(`${gvisor}\n${other}`);
    expect(kills.map(({ victim }) => victim?.name)).toEqual(['exe']);
    expect(findings.join(' ')).toContain('Kills of other pods in the paste were left out: 1.');
  });

  it('is nothing but a paste without evidence', () => {
    const found = diagnosePasted('hello\nworld');
    expect(found).toMatchObject({ cause: null, kills: [], outlook: 'unknown', limitBytes: null });
    expect(found.findings[0]).toContain('Nothing in the paste is evidence');
  });
});
