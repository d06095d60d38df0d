import type { Scratch } from '../../recording/types.ts';
import type { Setup } from '../../scenario/schema.ts';
import type { Cluster } from './cluster.ts';
import { runOnNode } from './node.ts';

const volume = `cd "${memoryVolumeOf('$1')}"`;
/** containerd makes a pod's /dev/shm with its sandbox; all its containers use that one in turn. */
const shm = `cd /run/containerd/io.containerd.grpc.v1.cri/sandboxes/"$(
  crictl pods --quiet --no-trunc --label io.kubernetes.pod.uid="$1" | head -1)"/shm`;

/** Where a node keeps a pod's scratch volume, if that is an emptyDir. */
export function memoryVolumeOf(podUid: string): string {
  return `/var/lib/kubelet/pods/${podUid}/volumes/kubernetes.io~empty-dir/scratch`;
}

/** What a pod's memory-backed volume holds now; null if it has none, or nobody can look. */
export async function measureScratch(
  cluster: Cluster,
  node: string,
  podUid: string,
  medium: Setup['scratch']['medium'],
): Promise<Scratch | null> {
  const script = `${medium === 'shm' ? shm : volume} && stat -f -c %T . &&
    find . -type f -printf '%b\\n' | awk '{ files++; blocks += $1 } END { print files + 0, blocks * 512 }'`;
  const { exitCode, stdout } = await runOnNode(cluster, node, script, [podUid]);
  const [fileSystem, counts] = stdout.split('\n');
  const [files, bytes] = (counts ?? '').split(' ').map(Number);
  if (exitCode !== 0 || fileSystem !== 'tmpfs' || files === undefined || bytes === undefined) return null;
  return { files, bytes, fileSystem };
}
