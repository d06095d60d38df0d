import { readFileSync } from 'node:fs';
import { Failure } from '../../errors.ts';
import { findMemoryHierarchy } from '../../kernel/hierarchy.ts';
import { bytesIn, readProc, statFields } from '../../kernel/procfs.ts';
import type { TargetName } from '../../recording/types.ts';
import type { LocalTarget } from '../target.ts';
import { hierarchyHere, targetOf } from './cgroup.ts';

/** USER_HZ: 100 on every architecture that Node supports. */
const ticksPerSecond = 100;

/** The cgroup of a process, with all others in it. */
export function findPid(name: string): LocalTarget {
  if (!/^[1-9]\d*$/.test(name))
    throw new Failure('usage', `${name} is not the id of a process.`, { hint: 'Name one such as: pid 4711' });
  return targetOfPid(Number(name), { kind: 'pid', name });
}

/** What is known of a living thing by the id of its main process. Throws a usage Failure if it has ended. */
export function targetOfPid(pid: number, target: TargetName, more: Partial<LocalTarget> = {}): LocalTarget {
  const here = hierarchyHere();
  const cgroups = readProc(`/proc/${pid}/cgroup`);
  if (cgroups === null) throw new Failure('usage', `There is no process ${pid}.`);
  const its = findMemoryHierarchy(readFileSync('/proc/self/mountinfo', 'utf8'), cgroups);
  const status = readProc(`/proc/${pid}/status`) ?? '';
  const swapped = bytesIn(status, 'VmSwap') ?? 0;
  const notes = swapped > 2 ** 20 ? [`a part of process ${pid} is in swap`] : [];
  return targetOf(target, its?.own ?? here.mountPoint, here, { sinceMs: startedAt(pid), notes, ...more });
}

/** When a process began, by the wall clock; the time of the system's start if it has just ended. */
export function startedAt(pid: number): number {
  const bootedMs = Number(/^btime (\d+)$/m.exec(readProc('/proc/stat') ?? '')?.[1] ?? 0) * 1000;
  const stat = readProc(`/proc/${pid}/stat`);
  if (stat === null) return bootedMs;
  // The 22nd field; the first two are cut off. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  return bootedMs + (Number(statFields(stat)[19]) * 1000) / ticksPerSecond;
}
