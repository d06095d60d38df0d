import type { HostFiles } from './held-by-findings.ts';
import type { HoldersLine, TmpfsMount } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import { noticedFileBytes, spareBytes } from '../thresholds.ts';

/** What the command left on the host's own tmpfs mounts, or changed there; null where that is nothing. */
export function hostFilesOf({ holders }: Pick<ExecRecording, 'holders'>): HostFiles | null {
  const start = holders.find(({ when }) => when === 'start');
  const after = holders.find(({ when }) => when === 'after');
  if (!start || !after) return null;
  const before = new Set(start.mounts.filter(({ own }) => own === false).map(({ point }) => point));
  const changed = after.mounts.filter(({ point, files }) => before.has(point) && (files?.count ?? 0) > 0);
  const chargedBytes = chargedOf(after);
  let explained = 0;
  const mounts = changed
    .toSorted((a, b) => bytesOf(b) - bytesOf(a))
    .filter((mount) => {
      const isNeeded = explained < chargedBytes;
      explained += bytesOf(mount);
      // A file that is new and of the command's own making is charged to it.
      return isNeeded || (mount.files?.oldBytes ?? 0) >= noticedFileBytes;
    });
  if (mounts.length === 0) return null;
  return {
    chargedBytes,
    mounts: mounts.map(({ point, files }) => ({
      point,
      files: files?.count ?? 0,
      bytes: files?.bytes ?? 0,
      largest: files?.largest[0]?.path ?? null,
    })),
  };
}

/** shmem that is in no mount of the command's own, in no segment and in no memfd is files of the host's. */
function chargedOf({ charged, mounts, sysvBytes, deletedFiles }: HoldersLine): number {
  const own = mounts.filter(({ own: isOwn }) => isOwn).reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  const memfd = deletedFiles.filter(({ on }) => on === 'memfd').reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.max(0, charged.shmem - own - sysvBytes - memfd);
}

function bytesOf({ files }: TmpfsMount): number {
  return files?.bytes ?? 0;
}

/** The command's own tmpfs mounts that were seen full: there, writes fail with ENOSPC and stores with SIGBUS. */
export function fullMountsOf({
  holders,
}: Pick<ExecRecording, 'holders'>): { point: string; sizeBytes: number }[] {
  const full = holders
    .flatMap(({ mounts }) => mounts)
    .filter(
      ({ own, sizeBytes = 0, usedBytes }) => own && sizeBytes > 0 && sizeBytes - usedBytes < spareBytes,
    );
  return [...new Map(full.map(({ point, sizeBytes = 0 }) => [point, { point, sizeBytes }])).values()];
}
