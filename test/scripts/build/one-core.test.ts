import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const dist = join(import.meta.dirname, '../../../dist');

/** The files that are loaded with one, itself included. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const names = readFileSync(file, 'utf8').matchAll(/^(?:import|\}) (?:from )?"(\.[^"]+)";$/gm);
  for (const [, name = ''] of names) loadedWith(resolve(dirname(file), name), seen);
  return seen;
}

it('makes a few files of what the command line loads before any command', () => {
  const files = loadedWith(join(dist, 'cli.mjs'));
  expect(files.size).toBeGreaterThan(1);
  expect(files.size).toBeLessThan(10);
});
