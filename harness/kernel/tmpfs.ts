import { run } from '../process/run-system-program.ts';

/** What `mount` and `df` call the tmpfs mounts of ours. */
export const ownTmpfs = 'not-a-leak-scratch';

/** Mounts a tmpfs. Without a size the kernel takes half of the host's memory; `mode` is as of chmod(1). */
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

/** At once, also while a process has files open there. */
export function unmount(directory: string): void {
  run('umount', ['--lazy', directory]);
}
