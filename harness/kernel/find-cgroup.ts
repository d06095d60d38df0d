import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

const deepest = 8;

/**
 * A container's cgroup below a folder, by its id; null if there is none. Runtimes call it `ID`, `docker-ID.scope`
 * or `system.slice:docker:ID`; `libpod-conmon-ID.scope` is the one of its monitor.
 */
export function findCgroup(folder: string, id: string, depth = deepest): string | null {
  const names = foldersIn(folder);
  const found = names.find((name) => nameOf(id).test(name));
  if (found !== undefined) return join(folder, found);
  if (depth === 0) return null;
  for (const name of names) {
    const below = findCgroup(join(folder, name), id, depth - 1);
    if (below !== null) return below;
  }
  return null;
}

function nameOf(id: string): RegExp {
  return new RegExp(`^(?!.*conmon-)(?:.*[-:])?${id}(?:\\.scope)?$`);
}

function foldersIn(folder: string): string[] {
  // It may have just gone, or not be readable for this user.
  const entries = tolerate('any', () => readdirSync(folder, { withFileTypes: true }), []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
