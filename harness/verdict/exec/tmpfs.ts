import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import type { Attribution } from '../attribution.ts';
import { grouped, mebibytes } from '../../text/words.ts';
import { tellingShmemShare } from '../thresholds.ts';

/**
 * How much of `shmem` is files on tmpfs mounts: by their growth since the start, or by the files changed since, as
 * old ones may be rewritten. Files outlive the process, so the figure after its end is exact, except for deleted
 * open files, which are counted while it lives. memfd and System V segments are on no visible mount.
 */
export function tmpfsOf({ holders }: ExecRecording, shmem: number): Attribution['tmpfs'] {
  const start = holders.find(({ when }) => when === 'start');
  if (!start) return null;
  const after = holders.find(({ when }) => when === 'after');
  const alive = bestLook(start, holders, shmem);
  const left = after ? filesIn(start, after) : 0;
  const seen = alive ? shareIn(start, alive) * shmem : 0;
  const bytes = Math.min(shmem, Math.max(left, seen));
  return { bytes, words: wordsOf(after ?? alive, bytes) };
}

/**
 * The look, among those with much shmem, in which files had the greatest share: while a process is being killed,
 * its deleted files may vanish in mid-look, and a surviving program may clean up after the kill. If files have no
 * share in any of them, an earlier look may be right.
 */
function bestLook(start: HoldersLine, holders: HoldersLine[], shmem: number): HoldersLine | undefined {
  const alive = holders.filter(({ when, charged }) => when === 'alive' && charged.shmem > 0);
  const late = alive.filter(({ charged }) => charged.shmem >= shmem * tellingShmemShare);
  const most = (lines: HoldersLine[]) =>
    lines.toSorted((a, b) => shareIn(start, b) - shareIn(start, a)).find((line) => shareIn(start, line) > 0);
  return most(late) ?? most(alive) ?? alive.at(-1);
}

function shareIn(start: HoldersLine, line: HoldersLine): number {
  return Math.min(1, filesIn(start, line) / line.charged.shmem);
}

/** Others' writes to a shared mount count too: subtract first what is known not to be files. */
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
