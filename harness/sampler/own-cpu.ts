import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { systemCode } from '../errors.ts';

/**
 * Processor time that this process has had, or this thread where it is one of another's process, in ms. A kernel without
 * CONFIG_SCHED_INFO counts none for a thread alone: then it is that of the process.
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
