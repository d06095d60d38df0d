/** Whom the kernel killed, by the line that it prints of each kill, also of many in a row. */
export interface KernelVictim {
  pid: number;
  name: string;
  /** Anonymous memory that it held, in bytes; null where the line does not say. */
  anonBytes: number | null;
}

/** `Memory cgroup out of memory: Killed process 7 (a) total-vm:4000kB, anon-rss:1024kB, ...`; null for other lines. */
export function parseVictim(line: string): KernelVictim | null {
  // A name may have brackets of its own.
  const [, pid, name = ''] = /Killed process (\d+) \((.*)\)(?=,? (?:total-vm:|UID )|$)/.exec(line) ?? [];
  if (pid === undefined) return null;
  const [, kibibytes] = /\banon-rss:(\d+)kB/.exec(line) ?? [];
  return { pid: Number(pid), name, anonBytes: kibibytes === undefined ? null : Number(kibibytes) * 1024 };
}
