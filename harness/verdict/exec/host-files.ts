import type { HostFiles } from './held-by-findings.ts';
import type { HoldersLine, TmpfsMount } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import { noticedFileBytes, spareBytes } from '../thresholds.ts';

/** What the command left or changed on the host's own tmpfs mounts; null if nothing. */
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
      // A new file made by the command is charged to it.
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

/** shmem outside the command's own mounts, segments and memfds is in files of the host's. */
function chargedOf({ charged, mounts, sysvBytes, deletedFiles }: HoldersLine): number {
  const own = mounts.filter(({ own: isOwn }) => isOwn).reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  const memfd = deletedFiles.filter(({ on }) => on === 'memfd').reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.max(0, charged.shmem - own - sysvBytes - memfd);
}

function bytesOf({ files }: TmpfsMount): number {
  return files?.bytes ?? 0;
}

/** The command's own tmpfs mounts seen full: writes fail there with ENOSPC, stores with SIGBUS. */
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
