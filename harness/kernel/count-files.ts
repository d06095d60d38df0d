import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

/** The files below a folder now, and the bytes that they take there. Those that go while it counts don't count. */
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
