import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import type { Attribution } from '../attribution.ts';
import { grouped, mebibytes } from '../../text/words.ts';
import { tellingShmemShare } from '../thresholds.ts';

/**
 * How much of `shmem` is files on tmpfs mounts: by what the mounts use more than at the start, or by the files
 * that changed since, for one that was there before may be written anew. Files outlive the process, so after its
 * end the figure is exact but for files that were deleted and open; for those, what was seen while it lived. memfd
 * and System V segments lie on no mount that can be seen.
 */
export function tmpfsOf({ holders }: ExecRecording, shmem: number): Attribution['tmpfs'] {
  const start = holders.find(({ when }) => when === 'start');
  if (!start) return null;
  const after = holders.find(({ when }) => when === 'after');
  const alive = tellingLook(start, holders, shmem);
  const left = after ? filesIn(start, after) : 0;
  const seen = alive ? shareIn(start, alive) * shmem : 0;
  const bytes = Math.min(shmem, Math.max(left, seen));
  return { bytes, words: wordsOf(after ?? alive, bytes) };
}

/**
 * The look, of those from when there was much, in which files had the greatest share: while a process is killed, what
 * it had deleted goes between the look at what is charged and that at the mounts, and a program that lives on may
 * clean up after the kill. Where files have no share in those, an earlier one may have come in time.
 */
function tellingLook(start: HoldersLine, holders: HoldersLine[], shmem: number): HoldersLine | undefined {
  const alive = holders.filter(({ when, charged }) => when === 'alive' && charged.shmem > 0);
  const late = alive.filter(({ charged }) => charged.shmem >= shmem * tellingShmemShare);
  const most = (lines: HoldersLine[]) =>
    lines.toSorted((a, b) => shareIn(start, b) - shareIn(start, a)).find((line) => shareIn(start, line) > 0);
  return most(late) ?? most(alive) ?? alive.at(-1);
}

function shareIn(start: HoldersLine, line: HoldersLine): number {
  return Math.min(1, filesIn(start, line) / line.charged.shmem);
}

/** What others write to a shared mount meanwhile grows it too: what is known to be no file goes first. */
function filesIn(start: HoldersLine, { charged, sysvBytes, deletedFiles, mounts }: HoldersLine): number {
  const memfd = deletedFiles.filter(({ on }) => on === 'memfd').reduce((sum, { bytes }) => sum + bytes, 0);
  const changed = mounts.reduce((sum, { files }) => sum + (files?.bytes ?? 0), 0);
  const most = Math.max(growth(start, { mounts }), changed);
  return Math.max(0, Math.min(most, charged.shmem - sysvBytes - memfd));
}

function growth(start: HoldersLine, { mounts }: Pick<HoldersLine, 'mounts'>): number {
  return mounts.reduce((sum, { point, usedBytes }) => {
    const before = start.mounts.find((mount) => mount.point === point)?.usedBytes ?? 0;
    return sum + Math.max(0, usedBytes - before);
  }, 0);
}

function wordsOf(line: HoldersLine | undefined, bytes: number): string {
  const mount = line?.mounts.toSorted((a, b) => (b.files?.bytes ?? 0) - (a.files?.bytes ?? 0))[0];
  if (!mount?.files || mount.files.count === 0)
    return `files on memory-backed mounts hold ${mebibytes(bytes)}`;
  const { count, largest } = mount.files;
  const files = `${grouped(count)} ${count === 1 ? 'file' : 'files'} under ${mount.point}`;
  const [first] = largest;
  return `${files} hold ${mebibytes(mount.files.bytes)}${first ? `, the largest ${first.path}` : ''}`;
}
