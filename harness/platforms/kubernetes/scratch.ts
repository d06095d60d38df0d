import type { Scratch } from '../../recording/types.ts';
import type { Setup } from '../../scenario/schema.ts';
import type { Cluster } from './cluster.ts';
import { runOnNode } from './node.ts';

/** containerd makes a pod's /dev/shm with its sandbox; all its containers use that one in turn. */
const shm = `/run/containerd/io.containerd.grpc.v1.cri/sandboxes/"$(
  crictl pods --quiet --no-trunc --label io.kubernetes.pod.uid="$1" | head -1)"/shm`;

/** Where a node keeps a pod's scratch volume, if that is an emptyDir. */
export function memoryVolumeOf(podUid: string): string {
  return `${volumesOf(podUid)}/scratch`;
}

function volumesOf(podUid: string): string {
  return `/var/lib/kubelet/pods/${podUid}/volumes/kubernetes.io~empty-dir`;
}

/** What a pod's memory-backed volume holds now; null if it has none, or nobody can look. */
export async function measureScratch(
  cluster: Cluster,
  node: string,
  podUid: string,
  medium: Setup['scratch']['medium'],
): Promise<Scratch | null> {
  return measure(cluster, node, podUid, [medium === 'shm' ? shm : `"${memoryVolumeOf('$1')}"`]);
}

/** The same for an app of one's own, whatever its volumes are called: all that are memory-backed, and /dev/shm. */
export async function measureMemoryFiles(
  cluster: Cluster,
  node: string,
  podUid: string,
): Promise<Scratch | null> {
  return measure(cluster, node, podUid, [`"${volumesOf('$1')}"/*`, shm]);
}

/** Files in those of the folders, as a shell expands them, that are on a tmpfs; null if none of them is. */
async function measure(
  cluster: Cluster,
  node: string,
  podUid: string,
  folders: string[],
): Promise<Scratch | null> {
  const script = `for folder in ${folders.join(' ')}; do
    test "$(stat -f -c %T "$folder" 2>/dev/null)" = tmpfs && echo tmpfs && find "$folder" -type f -printf '%b\\n'
  done | awk '/tmpfs/ { found++; next } { files++; blocks += $1 }
    END { print found + 0, files + 0, blocks * 512 }'`;
  const { exitCode, stdout } = await runOnNode(cluster, node, script, [podUid]);
  const [found, files, bytes] = stdout.trim().split(' ').map(Number);
  if (exitCode !== 0 || !found || files === undefined || bytes === undefined) return null;
  return { files, bytes, fileSystem: 'tmpfs' };
}
