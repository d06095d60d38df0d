import { readlinkSync } from 'node:fs';
import { monotonicMs } from '../../process/clock.ts';
import { systemCode } from '../../errors.ts';
import { readKernelLog } from './kmsg.ts';
import { ownKills, type IsOwn } from './own-kills.ts';
import type { KernelLogLine } from '../../recording/evidence-lines.ts';

/** The kernel log's lines on kills in our cgroups. */
export function readOwnKernelLog(
  arm: string,
  isOwn: IsOwn,
  which: { pids: ReadonlySet<number>; sinceMs: number },
): KernelLogLine {
  const pidsComparable = isFirstPidNamespace();
  const line = { kind: 'kernel-log', arm, atMs: monotonicMs(), pidsComparable } as const;
  try {
    const own = ownKills(readKernelLog(), isOwn, which);
    const [lines, timesMs] = [own.map(({ text }) => text), own.map(({ atMs }) => atMs)];
    return { ...line, lines, timesMs, unreadable: null };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const why = code === 'EPERM' ? 'it takes CAP_SYSLOG, or kernel.dmesg_restrict=0' : 'it is not there';
    return { ...line, lines: [], unreadable: `/dev/kmsg can't be read (${code}): ${why}` };
  }
}

/** PROC_PID_INIT_INO of include/linux/proc_ns.h. */
function isFirstPidNamespace(): boolean {
  return readlinkSync('/proc/self/ns/pid') === 'pid:[4026531836]';
}
