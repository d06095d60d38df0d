import { build } from '../scripts/build/build.mjs';
import { isBuilt } from '../scripts/build/sources.mjs';

/** Vitest's own way to begin: tests run what is built, and `npx vitest` has no script before it. */
export default async function buildFirst(): Promise<void> {
  if (!isBuilt('.')) await build(process.cwd(), { inUse: true });
}
