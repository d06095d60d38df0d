import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { systemCode } from '../errors.ts';

/** The text of a file in /proc, /sys or of a cgroup; null where whatever it tells of is gone, or no kernel has it. */
export function readProc(path: string): string | null {
  return attempt(() => readFileSync(path, 'utf8'));
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

/** What `read` gives; null where what it reads of is gone. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
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

/** The bytes that a line `name: 12 kB` of /proc/meminfo or /proc/PID/status tells; null where there is none. */
export function bytesIn(text: string, name: string): number | null {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

/**
 * The fields of /proc/PID/stat from the third on (the state). The second is a name in brackets that may hold anything:
 * they are counted from behind it (proc_pid_stat(5)).
 */
export function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** The processes that this one can see; none without /proc. */
export function allPids(): number[] {
  const entries = attempt(() => readdirSync('/proc')) ?? [];
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

/** The identity of this boot of the kernel; null where there is no Linux kernel below. */
export function bootId(): string | null {
  return readProc('/proc/sys/kernel/random/boot_id')?.trim() ?? null;
}
