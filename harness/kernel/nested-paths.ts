import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './procfs.ts';

/** Beyond this many cgroups, the report is incomplete. */
const mostCgroups = 500;

/** Descendants of a cgroup at any depth, as relative paths, outer ones first. */
export function nestedPaths(root: string): string[] {
  if (!hasNested(root)) return [];
  const found = foldersIn(root, '');
  for (const path of found) if (found.length < mostCgroups) found.push(...foldersIn(root, path));
  return found;
}

/** Whether it has a child, by its folder's link count: cheap enough to ask every few milliseconds. */
export function hasNested(root: string): boolean {
  return (attempt(() => statSync(root).nlink) ?? 2) > 2;
}

function foldersIn(root: string, path: string): string[] {
  const entries = attempt(() => readdirSync(join(root, path), { withFileTypes: true })) ?? [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}
