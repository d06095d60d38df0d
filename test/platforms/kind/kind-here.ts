import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect } from 'vitest';
import { ownRuns, type OwnRun } from '../../own-run.ts';

const answers = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
/** Whether a Docker daemon, kind and kubectl are here. */
export const isThere =
  answers('docker', 'info') && answers('kind', 'version') && answers('kubectl', 'version', '--client');
if (!isThere) console.warn('skipped: runs on kind (it takes a Docker daemon, kind and kubectl)');

/** What a program prints; it must succeed. */
export async function printed(program: string, ...args: string[]): Promise<string> {
  return (await execa(program, args)).stdout;
}

/** A run on kind. */
export const newRun = ownRuns(removeByHand);

/** Removes what a run made in Docker, whatever became of the run. */
export async function removeByHand(run: string): Promise<void> {
  const { nodes, networks } = await inDocker(run);
  for (const node of nodes) await printed('docker', 'rm', '--force', '--volumes', node);
  for (const network of networks) await printed('docker', 'network', 'rm', network);
}

/** What a run has left of its cluster and on this host. */
export async function leftOf(run: OwnRun): Promise<string[]> {
  const { nodes, networks } = await inDocker(run.name);
  return [...nodes, ...networks, ...run.left()];
}

/** Waits until the janitor of a killed run is done. */
export async function untilNothingIsLeftOf(run: OwnRun): Promise<void> {
  for (let tries = 0; tries < 300 && (await leftOf(run)).length > 0; tries++) await sleep(300);
  expect(await leftOf(run)).toEqual([]);
}

/** The nodes and the networks of a run's clusters. */
export async function inDocker(run: string): Promise<{ nodes: string[]; networks: string[] }> {
  const list = async (...args: string[]) => {
    const names = await printed('docker', ...args, '--filter', `name=${run}`);
    return names.split('\n').filter(Boolean);
  };
  return {
    nodes: await list('ps', '--all', '--format', '{{.Names}}'),
    networks: await list('network', 'ls', '--format', '{{.Name}}'),
  };
}
