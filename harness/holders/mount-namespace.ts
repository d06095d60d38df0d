import { statSync } from 'node:fs';
import { attempt } from '../kernel/procfs.ts';

/** The number of a process's mount namespace; null if it is gone, or another user's. */
export function namespaceOf(pid: number | string): number | null {
  return attempt(() => statSync(`/proc/${pid}/ns/mnt`).ino);
}
