import { monotonicMs } from '../process/clock.ts';
import { tolerate } from '../errors.ts';
import type { HostOomLine } from '../recording/types.ts';
import { field } from '../kernel/cgroups.ts';
import { readProc } from '../kernel/procfs.ts';
import { readKernelLog } from '../kernel/log/kmsg.ts';

/** The kernel log has its own clock, which drifts. */
const toleranceMs = 2000;

/** The kernel's line on a host-wide kill; those at a cgroup's limit begin differently. */
const hostWide = /^Out of memory\b.*Killed process/;

/**
 * Watches for kills because the host itself ran out of memory; call the result to get them. It returns null if the
 * kernel killed nothing, or is not Linux.
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

/** All OOM kills since boot, including those at cgroup limits. */
function killsSoFar(): number | null {
  const vmstat = readProc('/proc/vmstat');
  return vmstat === null ? null : field(vmstat, 'oom_kill');
}

/** Null if the kernel log can't be read. */
function hostWideKills(sinceMs: number): string[] | null {
  const records = tolerate('any', readKernelLog, null);
  const kills = records?.filter(({ atMs, text }) => atMs >= sinceMs && hostWide.test(text));
  return kills?.map(({ text }) => text) ?? null;
}
