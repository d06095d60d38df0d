/** The victim, by the line that the kernel prints of each kill, even of many in a row. */
export interface KernelVictim {
  pid: number;
  name: string;
  /** Its anonymous memory in bytes; null if the line does not say. */
  anonBytes: number | null;
}

/** `Memory cgroup out of memory: Killed process 7 (a) total-vm:4000kB, anon-rss:1024kB, ...`; null for other lines. */
export function parseVictim(line: string): KernelVictim | null {
  // A name may contain brackets. Before 3.x the user's id comes before it: `Killed process 7, UID 0, (a) total-vm:`.
  const [, pid, name = ''] =
    /Killed process (\d+)(?:, UID \d+,)? \((.*)\)(?=,? (?:total-vm:|UID )|$)/.exec(line) ?? [];
  if (pid === undefined) return null;
  const [, kibibytes] = /\banon-rss:(\d+)kB/.exec(line) ?? [];
  return { pid: Number(pid), name, anonBytes: kibibytes === undefined ? null : Number(kibibytes) * 1024 };
}
