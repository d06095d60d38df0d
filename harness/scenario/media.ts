import type { Setup } from './schema.ts';

type Medium = Setup['scratch']['medium'];

/** Where POSIX shared memory lies: shm_overview(7). */
export const shmFolder = '/dev/shm';
/** Container runtimes make /dev/shm of this size where nobody asks for another. */
export const shmBytes = 64 * 2 ** 20;

/** Whether files on it are a tmpfs's, and so memory. */
export function onMemory(medium: Medium): boolean {
  return medium === 'memory' || medium === 'shm';
}
