import { monotonicMs } from '../process/clock.ts';
import { systemCode } from '../errors.ts';
import type { HostOomLine } from '../recording/types.ts';
import { field } from '../kernel/cgroups.ts';
import { readProc } from '../kernel/procfs.ts';
import { readKernelLog } from '../kernel/log/kmsg.ts';

/** The kernel's log has a clock of its own, which drifts. */
const toleranceMs = 2000;

/** What the kernel says of a kill for want of memory on the whole host; those at a cgroup's limit begin otherwise. */
const hostWide = /^Out of memory\b.*Killed process/;

/**
 * Begins to watch for kills because the host itself runs out of memory; the function it gives tells of them.
 * It gives null where the kernel killed nothing at all, and where there is no Linux kernel below.
 */
export function watchHostOom(): () => HostOomLine | null {
  const sinceMs = monotonicMs() - toleranceMs;
  const before = killsSoFar();
  return () => {
    const kills = (killsSoFar() ?? 0) - (before ?? 0);
    if (kills === 0) return null;
    return { kind: 'host-oom', atMs: monotonicMs(), kills, kernelLines: hostWideKills(sinceMs) };
  };
}

/** All kills for want of memory since the boot, those at the limits of cgroups with them. */
function killsSoFar(): number | null {
  const vmstat = readProc('/proc/vmstat');
  return vmstat === null ? null : field(vmstat, 'oom_kill');
}

/** Null where the kernel's log may not be read. */
function hostWideKills(sinceMs: number): string[] | null {
  try {
    const records = readKernelLog().filter(({ atMs, text }) => atMs >= sinceMs && hostWide.test(text));
    return records.map(({ text }) => text);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return null;
  }
}
