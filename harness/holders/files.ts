import { lstatSync, opendirSync, type Dir, type Stats } from 'node:fs';
import { join } from 'node:path/posix';
import type { TmpfsMount } from '../recording/evidence-lines.ts';
import { attempt, isGone } from '../kernel/procfs.ts';

/** A walk ends after so many entries; what lies beyond goes uncounted. */
const mostEntries = 50_000;
const keptLargest = 5;

/** A file of others that is smaller than this makes no difference, and to ask whose it is takes its time. */
const worthAskingBytes = 2 ** 20;

/**
 * The files of one mount that were made or changed since a moment, under the names that `point` gives them,
 * without those that `isOthers` says are somebody else's.
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
        const isNew = stats.birthtimeMs >= sinceMs; // 0 before kernel 5.19, where a tmpfs does not tell
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
