import type { SysvSegment } from '../recording/evidence-lines.ts';
import { readProc } from '../kernel/procfs.ts';

/** Non-empty System V segments of this process's IPC namespace (/proc/sysvipc/shm). */
export function sysvSegments(): SysvSegment[] {
  return parseSegments(readProc('/proc/sysvipc/shm') ?? '');
}

export function parseSegments(text: string): SysvSegment[] {
  const [head = '', ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const number = (row: string[], name: string) => Number(row[head.indexOf(name)] ?? 0);
  return rows
    .map((row) => ({ bytes: number(row, 'rss'), creatorPid: number(row, 'cpid') }))
    .filter(({ bytes }) => bytes > 0);
}
