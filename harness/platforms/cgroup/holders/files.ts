import { lstatSync, opendirSync, type Dir } from 'node:fs';
import { join } from 'node:path/posix';
import type { TmpfsMount } from '../../../recording/evidence-lines.ts';
import { isGone } from './processes.ts';

/** A walk ends after so many entries; what lies beyond goes uncounted. */
const mostEntries = 50_000;
const keptLargest = 5;

/** The files of one mount that were made or changed since a moment, under the names that `point` gives them. */
export function filesSince(root: string, point: string, sinceMs: number): TmpfsMount['files'] {
  const device = lstatSync(`${root}/`).dev;
  const found: { path: string; bytes: number }[] = [];
  const open = [''];
  for (let entries = 0; entries < mostEntries;) {
    const folder = open.pop();
    if (folder === undefined) break;
    for (const name of namesIn(join(root, folder))) {
      entries++;
      const path = join(folder, name);
      const stats = statOf(join(root, path));
      if (stats === null || stats.dev !== device) continue;
      if (stats.isDirectory()) open.push(path);
      else if (stats.isFile() && stats.ctimeMs >= sinceMs)
        found.push({ path: join(point, path), bytes: stats.blocks * 512 });
    }
  }
  return {
    count: found.length,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    largest: found.toSorted((a, b) => b.bytes - a.bytes).slice(0, keptLargest),
  };
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

function statOf(path: string) {
  try {
    return lstatSync(path);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
