import type { ExecFindings } from '../verdict/exec/types.ts';
import { grouped, mebibytes } from '../text/words.ts';
import { nameTheHeap, outsideOfHeap } from './heap-advice.ts';

/** The limit that was met: that of `exec`, or that of a cgroup made by the command. */
export function metWords({ limitBytes, metLimit }: Pick<ExecFindings, 'limitBytes' | 'metLimit'>): string {
  if (metLimit === null) return mebibytes(limitBytes);
  const { cgroup, limitBytes: bytes } = metLimit;
  const whose = cgroup === null ? 'a cgroup that it made and removed' : `the cgroup ${cgroup} that it made`;
  return bytes === null ? `the limit of ${whose}` : `${mebibytes(bytes)}, the limit of ${whose}`;
}

/** What filled the limit, in one line: `tmpfs 131 of 160 MiB: 524 files under /scratch, the largest ...`. */
export function filledWords({
  cause,
  causeReason,
  composition,
  limitBytes: ofExec,
  ...findings
}: ExecFindings): string {
  if (cause === null || composition === null) return '';
  const limitBytes = findings.metLimit?.limitBytes ?? ofExec;
  const bytes = {
    tmpfs: composition.tmpfsBytes,
    'shared-memory': composition.sharedBytes,
    'dirty-cache': composition.dirtyBytes,
    'locked-cache': composition.lockedBytes,
    heap: composition.anonBytes,
    native: composition.anonBytes,
    anonymous: composition.anonBytes,
    threads: composition.anonBytes,
    sockets: null,
    kernel: null,
    mixed: null,
    unknown: null,
  }[cause];
  if (bytes === null) return `${cause}: ${causeReason ?? ''}`;
  const held = `${cause} ${mebibytes(bytes)} of ${mebibytes(limitBytes)}`;
  if (cause === 'tmpfs') return `${held}: ${fileWords(findings)}`;
  if (cause === 'dirty-cache') return `${held}: written, and not yet on the disk`;
  if (cause === 'locked-cache') return `${held}: file pages locked with mlock`;
  return `${held}: ${causeReason ?? ''}`;
}

/** The files that the command made on memory-backed mounts, and the largest of them. */
function fileWords({
  holders,
  holdersAfter,
  hostFiles,
}: Pick<ExecFindings, 'holders' | 'holdersAfter' | 'hostFiles'>): string {
  const all = (holdersAfter ?? holders)?.mounts ?? [];
  const hosts = hostFiles?.mounts.map(({ point }) => point) ?? [];
  // Others also write to the host's own mounts.
  const its = all.filter(({ own, point, files }) => files?.count && (own !== false || hosts.includes(point)));
  const mounts = its.length > 0 ? its : all;
  const [most] = mounts.toSorted((a, b) => (b.files?.bytes ?? 0) - (a.files?.bytes ?? 0));
  if (!most?.files || most.files.count === 0) return 'files on memory-backed mounts';
  const { count, largest } = most.files;
  const [first] = largest;
  const words = `${grouped(count)} ${count === 1 ? 'file' : 'files'} under ${most.point} (tmpfs)`;
  return first ? `${words}, the largest ${first.path} ${mebibytes(first.bytes)}` : words;
}

/** What the processes themselves held, for a limit filled by something else. */
export function ownWords({ composition, growth, durationMs }: ExecFindings): string {
  if (composition === null) return 'not known';
  const grew = growth?.['anonBytes'] ?? 0;
  const rate =
    durationMs !== null && durationMs >= 1000 ? ` (${mebibytes((grew * 1000) / durationMs)}/s)` : '';
  return `${mebibytes(composition.anonBytes)} of anonymous memory, grown by ${mebibytes(grew)}${rate}`;
}

/** What to do about it. */
export function adviceWords(findings: ExecFindings): string | null {
  const { cause, composition, limitBytes, metLimit, scratch } = findings;
  const own = composition === null ? 0 : composition.unreclaimableBytes - composition.tmpfsBytes;
  const inMemory = scratch.filter(({ medium }) => medium === 'memory').map(({ directory }) => directory);
  const folder = inMemory.length > 0 ? ` (--scratch disk:DIR in place of ${inMemory.join(', ')})` : '';
  const advice: Partial<Record<NonNullable<ExecFindings['cause']>, string>> = {
    tmpfs: `put the files on a disk${folder}, delete them sooner, or give them room above the program's own ${mebibytes(own)}`,
    'shared-memory': 'look for who makes segments or memfd files and keeps them: /proc/PID/fd, ipcs -m',
    'dirty-cache': 'write less at a time, fsync now and then, or write to a faster disk',
    'locked-cache': `lock less (ulimit -l), or give it room above ${mebibytes(metLimit?.limitBytes ?? limitBytes)}`,
    heap: 'a heap profile: the heap itself filled the limit',
    native: outsideOfHeap(findings),
    anonymous: nameTheHeap(findings),
    threads: 'fewer threads, or smaller stacks',
    sockets: 'read what is sent, or bound what waits: slow readers keep it in the kernel',
    kernel: 'look for huge sparse mappings, pipes and open files: the kernel keeps tables of them',
  };
  return cause === null ? null : (advice[cause] ?? null);
}
