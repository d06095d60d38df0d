import { existsSync, readdirSync, rmSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import { partialName, recordingName } from '../../recording/write.ts';
import { lockName } from './claim.ts';

/** What a run writes in its folder: recording and reports, finished or not, logs, and the runs of `--repeat`. */
const ownFile =
  /^(recording\.ndjson|result\.json|result\.md|junit\.xml|report\.html)(\.[0-9a-f]{8})?(\.partial)?$/;
const ownFolder = /^(logs|[1-9]\d*)$/;
const repeatFolder = /^[1-9]\d*$/;

const shownNames = 3;

/** Throws a usage Failure if a folder holds anything that no run has written. */
export function refuseForeign(folder: string): void {
  if (!existsSync(folder)) return;
  const entries = entriesOf(folder);
  const foreign = foreignIn(folder);
  if (foreign.length === 0 && (entries.length === 0 || recordingsIn(folder).length > 0)) return;
  const names = foreign.length > 0 ? foreign : entries.map(({ name }) => name);
  const more = names.length > shownNames ? ` and ${names.length - shownNames} more` : '';
  const what = `${names.slice(0, shownNames).join(', ')}${more}`;
  throw new Failure('usage', `The folder ${folder} holds files that no run wrote: ${what}.`, {
    hint: 'Only what a run wrote is replaced. Name a new or empty folder with --out DIR.',
  });
}

/** The recordings in a folder and its `--repeat` folders. */
export function recordingsIn(folder: string): string[] {
  const repeats = entriesOf(folder).filter(isRepeat);
  return [folder, ...repeats.map(({ name }) => join(folder, name))]
    .flatMap((place) => [join(place, recordingName), join(place, partialName)])
    .filter((path) => existsSync(path));
}

/** Empties a folder that holds only what a run has written. */
export function removeEarlierRun(folder: string): void {
  for (const { name } of entriesOf(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

function foreignIn(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    if (isRepeat(entry)) return foreignIn(join(folder, entry.name)).map((name) => join(entry.name, name));
    const isOwn = entry.isDirectory()
      ? ownFolder.test(entry.name)
      : entry.isFile() && ownFile.test(entry.name);
    return isOwn ? [] : [entry.name];
  });
}

function isRepeat(entry: Dirent): boolean {
  return entry.isDirectory() && repeatFolder.test(entry.name);
}

function entriesOf(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== lockName);
}
