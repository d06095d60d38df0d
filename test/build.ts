import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { build } from '../scripts/build/build.mjs';
import { isBuilt } from '../scripts/build/sources.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What tests leave in it goes when all of them are over: files that share a process share their modules' folders. */
    temporary: string;
  }
}

/** Vitest's own way to begin: tests run what is built, and `npx vitest` has no script before it. */
export default async function buildFirst(project: TestProject): Promise<() => void> {
  if (!isBuilt('.')) await build(process.cwd(), { inUse: true });
  const temporary = mkdtempSync(join(tmpdir(), 'nal-'));
  chmodSync(temporary, 0o1777); // some tests are of other users
  project.provide('temporary', temporary);
  return () => rmSync(temporary, { recursive: true, force: true });
}
