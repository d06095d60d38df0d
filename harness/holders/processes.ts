import { bytesIn, readProc, statFields } from '../kernel/procfs.ts';
import type { ProcessHolding } from '../recording/evidence-lines.ts';

/** USER_HZ: 100 on every architecture that Node supports. */
const ticksPerSecond = 100;

/** Whether a process is in this one's process group, and so gets the terminal's key signals too. */
export function isInOwnGroup(pid: number): boolean {
  const own = groupOf('self');
  return own !== null && groupOf(pid) === own;
}

function groupOf(pid: number | 'self'): string | null {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat === null ? null : (statFields(stat)[2] ?? null);
}

/** What one process holds; null if it is gone. */
export function holdingOf(pid: number): ProcessHolding | null {
  const status = readProc(`/proc/${pid}/status`);
  const stat = readProc(`/proc/${pid}/stat`);
  if (status === null || stat === null || !status.includes('RssAnon')) return null; // gone, or a zombie
  const bytes = (name: string) => bytesIn(status, name) ?? 0;
  const fields = statFields(stat);
  const ticks = (field: number) => (Number(fields[field - 3]) * 1000) / ticksPerSecond;
  return {
    pid,
    name: /^Name:\t(.*)$/m.exec(status)?.[1] ?? '',
    anonBytes: bytes('RssAnon'),
    fileBytes: bytes('RssFile'),
    shmemBytes: bytes('RssShmem'),
    pageTableBytes: bytes('VmPTE'),
    threads: Number(/^Threads:\t(\d+)$/m.exec(status)?.[1] ?? 1),
    stackBytes: null,
    userMs: ticks(14),
    systemMs: ticks(15),
  };
}

/** Bytes that a process has passed to write calls; null if unknown. */
export function writtenBytesOf(pid: number): number | null {
  const written = /^wchar: (\d+)$/m.exec(readProc(`/proc/${pid}/io`) ?? '')?.[1];
  return written === undefined ? null : Number(written);
}
