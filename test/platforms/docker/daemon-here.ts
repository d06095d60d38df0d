import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Whether a Docker daemon answers here; says so where the tests of a file are skipped. */
export function daemonAnswers(): boolean {
  const answers = spawnSync('docker', ['info'], { timeout: 10_000 }).status === 0;
  if (!answers) console.warn('skipped: no Docker daemon answers here');
  return answers;
}

/** What runs on Docker have left: containers, volumes and cgroups. */
export function leftOnDocker(): string[] {
  const label = 'label=dev.not-a-leak';
  return [
    ...list(['ps', '--all', '--filter', label, '--format', '{{.Names}}']),
    ...list(['volume', 'ls', '--filter', label, '--format', '{{.Name}}']),
    ...cgroups('/sys/fs/cgroup'),
  ];
}

/** Removes them: a test whose daemon is gone for the harness can't have it clean up. */
export async function removeAllOnDocker(): Promise<void> {
  const label = 'label=dev.not-a-leak';
  for (const name of list(['ps', '--all', '--filter', label, '--format', '{{.Names}}']))
    spawnSync('docker', ['rm', '--force', name]);
  for (const name of list(['volume', 'ls', '--filter', label, '--format', '{{.Name}}']))
    spawnSync('docker', ['volume', 'rm', name]);
  spawnSync('find', [
    '/sys/fs/cgroup',
    '-depth',
    '-path',
    '*/not-a-leak-*',
    '-type',
    'd',
    '-exec',
    'rmdir',
    '{}',
    '+',
  ]);
}

/** Waits until nothing is left, or the time is over; gives what is left. */
export async function leftAfter(ms: number): Promise<string[]> {
  const endMs = Date.now() + ms;
  while (leftOnDocker().length > 0 && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return leftOnDocker();
}

function list(args: string[]): string[] {
  return spawnSync('docker', args, { encoding: 'utf8' }).stdout.split('\n').filter(Boolean);
}

/** Cgroups of runs, at the top of each hierarchy. */
function cgroups(root: string): string[] {
  const folders = [root, ...readdirSync(root).map((name) => join(root, name))];
  return folders
    .filter((folder) => existsSync(join(folder, 'cgroup.procs')))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith('not-a-leak-'))
        .map((name) => join(folder, name)),
    );
}
