import type { Diagnosis, PastKill } from '../../../harness/verdict/diagnose/findings.ts';

/** What a page must be told to say. A reason is a part of the reason. */
interface Expected {
  cause: Diagnosis['cause'];
  reason?: string;
  limitMiB?: number | null;
  kills?: { victim?: string; isOwnLimit: PastKill['isOwnLimit']; cause: PastKill['cause'] }[];
  findings?: string;
}

/** Each written after a public report, with other names. */
export const pages: Record<string, Expected> = {
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
