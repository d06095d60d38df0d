import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build } from '../scripts/build/build.mjs';
import { isBuilt } from '../scripts/build/sources.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What tests leave in it goes when all of them are over: files that share a process share their modules' folders. */
    temporary: string;
    /** The same on a file system of the kernel itself: on some others links and owners are not what they are on it. */
    temporaryOfKernel: string;
  }
}

/** Vitest's own way to begin: tests run what is built, and `npx vitest` has no script before it. */
export default async function buildFirst(project: TestProject): Promise<() => void> {
  if (!isBuilt('.')) await build(process.cwd(), { inUse: true });
  const temporary = newFolder(tmpdir());
  const temporaryOfKernel = newFolder(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
  project.provide('temporary', temporary);
  project.provide('temporaryOfKernel', temporaryOfKernel);
  return () => {
    for (const folder of [temporary, temporaryOfKernel]) rmSync(folder, { recursive: true, force: true });
  };
}

/** One that every user can write to: some tests are of other users. */
function newFolder(below: string): string {
  const folder = mkdtempSync(join(below, 'nal-'));
  chmodSync(folder, 0o1777);
  return folder;
}
