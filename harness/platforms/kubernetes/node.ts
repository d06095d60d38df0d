import { tryProgram, type Ran } from '../../process/run-program.ts';
import type { Scratch } from '../../recording/types.ts';
import type { Setup } from '../../scenario/schema.ts';
import { docker } from '../docker-daemon/daemon.ts';

const keptLines = 20;
const keptLineLength = 500;

/** Runs a shell command on a kind node, which is a container: what is in `args` is never read by the shell. */
function onNode(node: string, script: string, args: string[] = []): Promise<Ran> {
  return tryProgram([docker, 'exec', node, 'sh', '-c', script, 'sh', ...args], { timeoutMs: 15_000 });
}

const volume = `cd "${memoryVolumeOf('$1')}"`;
/** containerd makes a pod's /dev/shm with its sandbox; all its containers have that one, one after the other. */
const shm = `cd /run/containerd/io.containerd.grpc.v1.cri/sandboxes/"$(
  crictl pods --quiet --no-trunc --label io.kubernetes.pod.uid="$1" | head -1)"/shm`;

/** Where a node has the scratch volume of a pod, where that is an emptyDir. */
export function memoryVolumeOf(podUid: string): string {
  return `/var/lib/kubelet/pods/${podUid}/volumes/kubernetes.io~empty-dir/scratch`;
}

/** What lies on the memory-backed volume of a pod now; null where it has none, or nobody can look. */
export async function measureMemoryVolume(
  node: string,
  podUid: string,
  medium: Setup['scratch']['medium'],
): Promise<Scratch | null> {
  const script = `${medium === 'shm' ? shm : volume} && stat -f -c %T . &&
    find . -type f -printf '%b\\n' | awk '{ files++; blocks += $1 } END { print files + 0, blocks * 512 }'`;
  const { exitCode, stdout } = await onNode(node, script, [podUid]);
  const [fileSystem, counts] = stdout.split('\n');
  const [files, bytes] = (counts ?? '').split(' ').map(Number);
  if (exitCode !== 0 || fileSystem !== 'tmpfs' || files === undefined || bytes === undefined) return null;
  return { files, bytes, fileSystem };
}

/** The last lines that a container printed, from its runtime: also of one that was restarted since. */
export async function lastLinesOf(node: string, containerId: string | null): Promise<string[]> {
  if (containerId === null) return [];
  const { stdout, stderr } = await onNode(node, `crictl logs --tail "$1" "$2"`, [
    String(keptLines),
    containerId,
  ]);
  return `${stdout}\n${stderr}`
    .split('\n')
    .filter(Boolean)
    .slice(-keptLines)
    .map((line) => line.slice(0, keptLineLength));
}

const files = {
  1: [
    'memory.usage_in_bytes',
    'memory.limit_in_bytes',
    'memory.max_usage_in_bytes',
    'memory.failcnt',
    'memory.oom_control',
  ],
  2: ['memory.current', 'memory.max', 'memory.peak', 'memory.swap.max', 'memory.events'],
};

/** Folder of the pod's cgroup on the node; null where it is not there. */
export async function podCgroup(node: string, podUid: string, version: 1 | 2): Promise<string | null> {
  const root = version === 1 ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup';
  const find = `find "$1" -type d \\( -name "*pod$2*" -o -name "*pod$3*" \\) | head -1`;
  const { stdout } = await onNode(node, find, [root, podUid, podUid.replaceAll('-', '_')]);
  return stdout.trim() || null;
}

/** The pod's cgroup files, printed as a person on the node would print them. */
export async function cgroupFiles(
  node: string,
  podUid: string,
  version: 1 | 2,
): Promise<{ command: string; ran: Ran }> {
  const folder = (await podCgroup(node, podUid, version)) ?? '';
  const names = [...files[version], 'memory.stat'].join(' ');
  const ran = await onNode(node, `cd "$1" && head -n 60 ${names}`, [folder]);
  return { command: `docker exec ${node} sh -c 'cd ${folder} && head -n 60 ${names}'`, ran };
}
