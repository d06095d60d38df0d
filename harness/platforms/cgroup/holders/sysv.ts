import { readProc } from './processes.ts';

/** Resident bytes of the System V segments of this process's IPC namespace (/proc/sysvipc/shm). */
export function sysvBytes(): number {
  const text = readProc('/proc/sysvipc/shm');
  return text === null ? 0 : sumResident(text);
}

export function sumResident(text: string): number {
  const [head, ...rows] = text.trimEnd().split('\n');
  const column = head?.trim().split(/\s+/).indexOf('rss') ?? -1;
  return rows.reduce((sum, row) => sum + Number(row.trim().split(/\s+/)[column] ?? 0), 0);
}
