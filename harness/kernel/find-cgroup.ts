import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

const deepest = 8;

/** A container's cgroup below a folder, by its id, whatever the driver names it; null if there is none. */
export function findCgroup(folder: string, id: string, depth = deepest): string | null {
  const names = foldersIn(folder);
  const found = names.find((name) => name.includes(id));
  if (found !== undefined) return join(folder, found);
  if (depth === 0) return null;
  for (const name of names) {
    const below = findCgroup(join(folder, name), id, depth - 1);
    if (below !== null) return below;
  }
  return null;
}

function foldersIn(folder: string): string[] {
  // It may have just gone, or not be readable for this user.
  const entries = tolerate('any', () => readdirSync(folder, { withFileTypes: true }), []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
