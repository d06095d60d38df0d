import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { CgroupRecording, ExecRecording, TargetRecording } from '../../recording/recording.ts';
import type { Sample } from '../../recording/types.ts';
import { grouped, mebibytes } from '../../text/words.ts';
import type { Attribution } from '../attribution.ts';
import { attributeCommand } from '../exec/attribution.ts';

/**
 * Whose the memory of a living cgroup is, at a moment that was sampled. Its files are those on mounts that only it
 * can see, and on shared ones those that it has changed since it began.
 */
export function attributeTarget({ target, ...recording }: TargetRecording, sample: Sample): Attribution {
  const { arm, cgroup, target: named } = target;
  return attributeForeign(recording, { arm, cgroup: cgroup ?? '', argv: [named.name] }, sample);
}

/** The same for any cgroup of a program that is not ours, named by its arm, cgroup and command. */
export function attributeForeign(
  recording: CgroupRecording,
  named: { arm: string; cgroup: string; argv: string[] },
  sample: Sample,
): Attribution {
  const { tmpfs: _, heap, ...rest } = attributeCommand(asCommand(recording, named), sample, null);
  const isSeen = recording.holders.some(({ processes }) => processes.length > 0);
  return {
    ...rest,
    heap: isSeen
      ? heap
      : { ...heap, bytes: null, openBytes: sample.anon, words: 'nobody could look at its processes' },
    tmpfs: filesOf(recording.holders, sample.shmem),
  };
}

/** A look at files on memory-backed mounts, with what they hold. */
export function filesBytes({ mounts, deletedFiles }: HoldersLine, shmem: number): number {
  const memfd = deletedFiles.filter(({ on }) => on === 'memfd').reduce((sum, { bytes }) => sum + bytes, 0);
  const own = mounts.reduce(
    (sum, { shared, usedBytes, files }) => sum + (shared ? (files?.bytes ?? 0) : usedBytes),
    0,
  );
  return Math.max(0, Math.min(own, shmem - memfd));
}

function filesOf(holders: readonly HoldersLine[], shmem: number): Attribution['tmpfs'] {
  const last = holders.findLast(({ mounts }) => mounts.length > 0) ?? holders.at(-1);
  if (!last) return null;
  const share = last.charged.shmem > 0 ? filesBytes(last, last.charged.shmem) / last.charged.shmem : 0;
  const bytes = share * shmem;
  const [mount] = last.mounts.toSorted((a, b) => heldOn(b) - heldOn(a));
  const held = `files on memory-backed mounts hold ${mebibytes(bytes)}`;
  if (!mount || heldOn(mount) === 0) return { bytes, words: held };
  const count = mount.files?.count ?? 0;
  const files = count > 0 ? `${grouped(count)} ${count === 1 ? 'file' : 'files'} under ` : '';
  return { bytes, words: `${files}${mount.point} holds ${mebibytes(heldOn(mount))}` };
}

export function heldOn({ shared, usedBytes, files }: HoldersLine['mounts'][number]): number {
  return shared ? (files?.bytes ?? 0) : usedBytes;
}

/** Processes and heaps are attributed as those of a command are. */
function asCommand(
  recording: CgroupRecording,
  named: { arm: string; cgroup: string; argv: string[] },
): ExecRecording {
  const limitBytes = recording.pod.at(-1)?.usage ?? 1;
  const exec = {
    kind: 'exec' as const,
    ...named,
    limitBytes,
    scratch: [],
    timeoutMs: null,
    heapSource: 'auto',
  };
  return { ...recording, exec };
}
