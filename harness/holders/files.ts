import { lstatSync, opendirSync, type Dir, type Stats } from 'node:fs';
import { join } from 'node:path/posix';
import type { TmpfsMount } from '../recording/evidence-lines.ts';
import { attempt, isGone } from '../kernel/procfs.ts';

/** A walk ends after so many entries; the rest is not counted. */
const mostEntries = 50_000;
const keptLargest = 5;

/** Smaller files of others make no difference, and asking whose they are takes time. */
const worthAskingBytes = 2 ** 20;

/**
 * A mount's files created or changed since a moment, named relative to `point`, except those that `isOthers`
 * attributes to someone else.
 */
export function filesSince(
  root: string,
  point: string,
  sinceMs: number,
  isOthers: (file: Stats) => boolean,
): TmpfsMount['files'] {
  const device = lstatSync(`${root}/`).dev;
  const found: { path: string; bytes: number; uid: number; isNew: boolean }[] = [];
  const open = [''];
  for (let entries = 0; entries < mostEntries;) {
    const folder = open.pop();
    if (folder === undefined) break;
    for (const name of namesIn(join(root, folder))) {
      entries++;
      const path = join(folder, name);
      const stats = attempt(() => lstatSync(join(root, path)));
      if (stats === null || stats.dev !== device) continue;
      if (stats.isDirectory()) open.push(path);
      else if (stats.isFile() && stats.ctimeMs >= sinceMs) {
        const bytes = stats.blocks * 512;
        const isNew = stats.birthtimeMs >= sinceMs; // 0 before kernel 5.19, where tmpfs has none
        if (bytes < worthAskingBytes || !isOthers(stats))
          found.push({ path: join(point, path), bytes, uid: stats.uid, isNew });
      }
    }
  }
  const largest = found.toSorted((a, b) => b.bytes - a.bytes).slice(0, keptLargest);
  return {
    count: found.length,
    bytes: sumOf(found),
    oldBytes: sumOf(found.filter(({ isNew }) => !isNew)),
    largest: largest.map(({ path, bytes, uid }) => ({ path, bytes, uid })),
  };
}

function sumOf(files: { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function* namesIn(folder: string): Generator<string> {
  let directory: Dir | undefined;
  try {
    directory = opendirSync(folder);
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name;
  } catch (error) {
    if (!isGone(error)) throw error;
  } finally {
    directory?.closeSync();
  }
}
