import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { systemCode } from '../errors.ts';

/**
 * Processor time of this process, or of this thread if it is one inside another's process, in ms. Without
 * CONFIG_SCHED_INFO the kernel has no figure per thread: then that of the process.
 */
export function ownCpuMs(): number {
  const threadNs = isMainThread ? null : ownThreadNs();
  if (threadNs !== null) return threadNs / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** https://docs.kernel.org/scheduler/sched-stats.html ("/proc/<pid>/schedstat") */
function ownThreadNs(): number | null {
  try {
    const [onCpuNs] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
    return Number(onCpuNs);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
