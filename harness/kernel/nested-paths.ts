import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './procfs.ts';

/** A program that makes more cgroups than this is told of in part. */
const mostCgroups = 500;

/** The cgroups below one, at any depth, as their paths below it: outer ones first. */
export function nestedPaths(root: string): string[] {
  if (!hasNested(root)) return [];
  const found = foldersIn(root, '');
  for (const path of found) if (found.length < mostCgroups) found.push(...foldersIn(root, path));
  return found;
}

/** Whether there is one, by the link count of its folder: cheap enough to be asked every few milliseconds. */
export function hasNested(root: string): boolean {
  return (attempt(() => statSync(root).nlink) ?? 2) > 2;
}

function foldersIn(root: string, path: string): string[] {
  const entries = attempt(() => readdirSync(join(root, path), { withFileTypes: true })) ?? [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
}
