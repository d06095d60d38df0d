import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ownPlaces } from '../cli.ts';
import { run } from './run.ts';

/** A program that npm has as a package; `why` says why it can't be had here, and is null where it is there. */
export interface Tool {
  name: string;
  version: string;
  path: string;
  why: string | null;
}

/** The oldest Node that package.json names, and those that are looked after. */
export const nodeVersions = ['20.19.0', '22.23.3', '24.9.0'];

/** Installs a version of Node below the folder; its package is named after the system and the processor. */
export function node(folder: string, version: string): Promise<Tool> {
  return install(folder, `node-${process.platform}-${process.arch}`, version, 'bin/node');
}

/** pnpm 10 is the last that Node 20 runs, yarn 1 the one that npm calls `latest`. */
export function pnpm(folder: string): Promise<Tool> {
  return install(folder, 'pnpm', '10.34.8', 'bin/pnpm.cjs');
}

export function yarn(folder: string): Promise<Tool> {
  return install(folder, 'yarn', '1.22.22', 'bin/yarn.js');
}

async function install(folder: string, name: string, version: string, file: string): Promise<Tool> {
  const prefix = join(folder, `${name}-${version}`);
  mkdirSync(prefix, { recursive: true });
  const argv = [
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `${name}@${version}`,
  ] as const;
  const { exitCode, output } = await run([...argv], { cwd: prefix, env: ownPlaces });
  const path = join(prefix, 'node_modules', name, file);
  const why = existsSync(path) ? null : `${name} ${version} could not be installed (${exitCode}): ${output}`;
  if (why !== null) console.warn(`skipped, for ${why}`);
  return { name, version, path, why };
}
