import { mebibytes } from '../../text/words.ts';
import type { Hints } from './pasted-cause.ts';
import { memoryVolumes, mountPoint, type PodFacts } from './pod-facts.ts';
import type { PastedMount } from './tmpfs-mounts.ts';

/** What pages of Kubernetes and a pasted `df` tell of files in memory, and of a sandbox. */
export function hintsOf(pod: PodFacts | null, mounts: readonly PastedMount[]): Hints {
  const sandbox = sandboxOf(pod?.runtimeClass ?? null);
  const held = mounts.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  const [most] = mounts.toSorted((a, b) => b.usedBytes - a.usedBytes);
  if (most && held > 0)
    return {
      sandbox,
      isTmpfsSeen: true,
      tmpfs: { bytes: held, words: `${most.point} holds ${mebibytes(most.usedBytes)}, by df` },
    };
  const volumes = pod ? memoryVolumes(pod) : [];
  const [volume] = volumes;
  if (!pod || !volume) return { sandbox, isTmpfsSeen: false, tmpfs: null };
  const bytes = volumes.reduce((sum, { sizeLimitBytes }) => sum + (sizeLimitBytes ?? Infinity), 0);
  const point = mountPoint(pod, volume.name);
  const where = point === null ? volume.name : `${volume.name} (${point})`;
  const size =
    volume.sizeLimitBytes === null ? 'without a sizeLimit' : `of ${mebibytes(volume.sizeLimitBytes)}`;
  return {
    sandbox,
    isTmpfsSeen: false,
    tmpfs: { bytes, words: `the pod has the memory-backed volume ${where}, ${size}` },
  };
}

function sandboxOf(runtimeClass: string | null): string | null {
  if (runtimeClass === null) return null;
  if (/gvisor|runsc/i.test(runtimeClass)) return 'gVisor keeps all memory of its programs in one memfd';
  if (/kata|firecracker|qemu|clh|\bfc\b/i.test(runtimeClass))
    return `it runs in a virtual machine (runtime class ${runtimeClass}), whose memory hides what is in it`;
  return null;
}
