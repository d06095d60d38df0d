import type { Scratch } from './schema.ts';

type Medium = Scratch['medium'];

/** POSIX shared memory: shm_overview(7). */
export const shmFolder = '/dev/shm';
/** Default size of a container's /dev/shm. */
export const shmBytes = 64 * 2 ** 20;

/** Whether its files are on a tmpfs, and so in memory. */
export function onMemory(medium: Medium): boolean {
  return medium === 'memory' || medium === 'shm';
}
