import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

/** Files below a folder, and the bytes they take there. Files that vanish while counting are not counted. */
export function countFiles(directory: string): { files: number; bytes: number } {
  const files = filesBelow(directory);
  return { files: files.length, bytes: files.reduce((sum, file) => sum + allocatedBytes(file), 0) };
}

function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function allocatedBytes(file: string): number {
  return tolerate(['ENOENT'], () => statSync(file).blocks * 512, 0);
}
