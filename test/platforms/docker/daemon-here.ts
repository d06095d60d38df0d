import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runLabel } from '../../../harness/platforms/docker/names.ts';
import { removeEverywhere } from '../../../harness/platforms/docker/parent.ts';
import { ownRuns, type OwnRun } from '../../own-run.ts';

/** Whether a Docker daemon answers here; says so where the tests of a file are skipped. */
export function daemonAnswers(): boolean {
  const answers = spawnSync('docker', ['info'], { timeout: 10_000 }).status === 0;
  if (!answers) console.warn('skipped: no Docker daemon answers here');
  return answers;
}

/** A run on Docker. */
export const newRun = ownRuns(removeByHand);

/** What a run has left: containers, volumes, networks, cgroups, and the rest on this host. */
export function leftOf(run: OwnRun): string[] {
  return [...leftOnDocker(run.name), ...run.left()];
}

/** Containers, volumes, networks and cgroups of the run with this name. */
export function leftOnDocker(run: string): string[] {
  return [...containersOf(run), ...volumesOf(run), ...networksOf(run), ...cgroupsOf(run)];
}

/** Removes them: a test whose daemon is gone for the harness can't have it clean up. */
export async function removeByHand(run: string): Promise<void> {
  for (const name of containersOf(run)) docker('rm', '--force', '--volumes', name);
  for (const name of volumesOf(run)) docker('volume', 'rm', name);
  for (const name of networksOf(run)) docker('network', 'rm', name);
  await removeEverywhere(run);
}

/** Waits until nothing is left, or the time is over; gives what is left. */
export async function leftAfter(ms: number, run: OwnRun): Promise<string[]> {
  const endMs = Date.now() + ms;
  while (leftOf(run).length > 0 && Date.now() < endMs) await sleep(250);
  return leftOf(run);
}

function containersOf(run: string): string[] {
  return docker('ps', '--all', '--filter', `label=${runLabel}=${run}`, '--format', '{{.Names}}');
}

function volumesOf(run: string): string[] {
  return docker('volume', 'ls', '--filter', `label=${runLabel}=${run}`, '--format', '{{.Name}}');
}

function networksOf(run: string): string[] {
  return docker('network', 'ls', '--filter', `label=${runLabel}=${run}`, '--format', '{{.Name}}');
}

/** The lines that a command prints; it must succeed. */
function docker(...args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
  return stdout.split('\n').filter(Boolean);
}

/** A run's cgroups, at the top of each hierarchy. */
function cgroupsOf(run: string): string[] {
  const root = '/sys/fs/cgroup';
  const folders = [root, ...readdirSync(root).map((name) => join(root, name))];
  return folders.map((folder) => join(folder, run)).filter((folder) => existsSync(folder));
}
