import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { leftovers } from '../../cli.ts';

const answers = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
/** Whether a Docker daemon, kind and kubectl are here. */
export const isThere =
  answers('docker', 'info') && answers('kind', 'version') && answers('kubectl', 'version', '--client');
if (!isThere) console.warn('skipped: runs on kind (it takes a Docker daemon, kind and kubectl)');

/** What a program prints. */
export function printed(program: string, ...args: string[]): string {
  return spawnSync(program, args, { encoding: 'utf8' }).stdout;
}

/** What other runs on this host have, which is no business of these tests. */
const before = isThere ? leftOfKind() : [];

/** Clusters, nodes and networks of runs of this tool. */
function leftOfKind(): string[] {
  const clusters = printed('kind', 'get', 'clusters')
    .split('\n')
    .filter((name) => name.startsWith('not-a-leak-'));
  const nodes = printed('docker', 'ps', '--all', '--filter', 'name=not-a-leak-', '--format', '{{.Names}}');
  const networks = printed(
    'docker',
    'network',
    'ls',
    '--filter',
    'name=not-a-leak-',
    '--format',
    '{{.Name}}',
  );
  const listed = `${nodes}\n${networks}`.split('\n').filter(Boolean);
  return [...clusters, ...listed, ...leftovers()];
}

/** What runs of this test file have left of clusters and the rest. */
export const left = () => leftOfKind().filter((name) => !before.includes(name));

/** A janitor looks for what the daemon may still be making for as long as that may take. */
export async function untilNothingIsLeft(): Promise<void> {
  for (let tries = 0; tries < 300 && left().length > 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(left()).toEqual([]);
}
