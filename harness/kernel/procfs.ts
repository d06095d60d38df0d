import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { systemCode, tolerate } from '../errors.ts';

/** The text of a file in /proc, /sys or a cgroup; null if its subject is gone, or the kernel lacks it. */
export function readProc(path: string): string | null {
  return attempt(() => readFileSync(path, 'utf8'));
}

/** On Node's thread pool, as it may block on a process that holds its memory map during reclaim. */
export async function readSlowly(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** The result of `read`; null if its subject is gone. */
export function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** EACCES, EPERM: not even root may look, as into another user namespace. ENOTSUP: a threaded cgroup. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'ENODEV', 'EACCES', 'EPERM', 'EINVAL', 'ENOTSUP'].includes(
    systemCode(error) ?? '',
  );
}

/** Bytes of a line `name: 12 kB` of /proc/meminfo or /proc/PID/status; null if there is none. */
export function bytesIn(text: string, name: string): number | null {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

/**
 * Fields of /proc/PID/stat from the third (the state) on. The second, a name in brackets, may contain anything, so
 * they are counted from its end (proc_pid_stat(5)).
 */
export function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Processes visible to this one; none without /proc. */
export function allPids(): number[] {
  const entries = attempt(() => readdirSync('/proc')) ?? [];
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

/** The kernel's boot id; null without Linux. */
export function bootId(): string | null {
  // Not by readProc: who may not read it must not pass for who runs on another boot.
  return tolerate(['ENOENT'], () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), null);
}
