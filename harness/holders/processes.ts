import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';
import { nestedPaths } from '../kernel/nested-paths.ts';
import type { ProcessHolding } from '../recording/evidence-lines.ts';

/** USER_HZ, which is 100 on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** The processes of a cgroup and of those below it. */
export function pidsIn(cgroup: string): number[] {
  return ['', ...nestedPaths(cgroup)].flatMap((path) =>
    (readProc(join(cgroup, path, 'cgroup.procs')) ?? '')
      .split('\n')
      .filter(Boolean)
      .map(Number)
      .filter((pid) => pid > 0),
  );
}

/** Whether a process is in this one's process group, as one that a key of the terminal signals with it. */
export function isInOwnGroup(pid: number): boolean {
  const own = groupOf('self');
  return own !== null && groupOf(pid) === own;
}

function groupOf(pid: number | 'self'): string | null {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[2] ?? null;
}

/** What one process holds; null where it is gone. */
export function holdingOf(pid: number): ProcessHolding | null {
  const status = readProc(`/proc/${pid}/status`);
  const stat = readProc(`/proc/${pid}/stat`);
  if (status === null || stat === null || !status.includes('RssAnon')) return null; // gone, or a zombie
  const kibibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  // The name in brackets may hold anything: the fields are counted from behind it (proc_pid_stat(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = (field: number) => (Number(fields[field - 3]) * 1000) / ticksPerSecond;
  return {
    pid,
    name: /^Name:\t(.*)$/m.exec(status)?.[1] ?? '',
    anonBytes: kibibytes('RssAnon'),
    fileBytes: kibibytes('RssFile'),
    shmemBytes: kibibytes('RssShmem'),
    pageTableBytes: kibibytes('VmPTE'),
    threads: Number(/^Threads:\t(\d+)$/m.exec(status)?.[1] ?? 1),
    stackBytes: null,
    userMs: ticks(14),
    systemMs: ticks(15),
  };
}

/** What a process has given to write calls; null where nobody may know. */
export function writtenBytesOf(pid: number): number | null {
  const written = /^wchar: (\d+)$/m.exec(readProc(`/proc/${pid}/io`) ?? '')?.[1];
  return written === undefined ? null : Number(written);
}

/** The text of a file in /proc or of a cgroup; null where whatever it tells of is gone. */
export function readProc(path: string): string | null {
  return attempt(() => readFileSync(path, 'utf8'));
}

/** What `read` gives; null where what it reads of is gone. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** On a thread of Node's pool: it may wait for a process that holds its memory map while it reclaims. */
export async function readSlowly(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** EACCES, EPERM: not even root may look, as into a process of another user namespace. ENOTSUP: a threaded cgroup. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'ENODEV', 'EACCES', 'EPERM', 'EINVAL', 'ENOTSUP'].includes(
    systemCode(error) ?? '',
  );
}
