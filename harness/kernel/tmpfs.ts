import { run } from '../process/run-system-program.ts';

/** The source of our tmpfs mounts, as `mount` and `df` show it. */
export const ownTmpfs = 'not-a-leak-scratch';

/** Mounts a tmpfs, by default of half the host's memory; `mode` as in chmod(1). */
export function mountTmpfs(
  directory: string,
  sizeBytes: number | null,
  mode: string,
  more: string[] = [],
): void {
  const size = sizeBytes === null ? [] : [`size=${sizeBytes}`];
  const options = [...size, `mode=${mode}`, ...more].join(',');
  run('mount', ['-t', 'tmpfs', '-o', options, ownTmpfs, directory]);
}

/** Immediately, even if a process has files open there. */
export function unmount(directory: string): void {
  run('umount', ['--lazy', directory]);
}
