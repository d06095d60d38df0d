import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Size {
  bytes: number;
  /** Folders that hold a package, not links to one: pnpm has many of those. */
  packages: string[];
}

/** What lies below a folder, without what links lead to. */
export function sizeOf(folder: string): Size {
  const below = readdirSync(folder, { withFileTypes: true, recursive: true });
  const paths = below.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return {
    bytes: paths.reduce((sum, path) => sum + lstatSync(path).size, 0),
    packages: below
      .filter((entry) => entry.isDirectory() && isPackage(join(entry.parentPath, entry.name)))
      .map(({ parentPath, name }) => join(parentPath, name)),
  };
}

function isPackage(folder: string): boolean {
  return /\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*$/.test(folder) && existsSync(join(folder, 'package.json'));
}
