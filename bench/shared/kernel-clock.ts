import { writeFileSync } from 'node:fs';
import { monotonicMs } from '../../harness/process/clock.ts';
import { readKernelLog } from '../../harness/kernel/log/kmsg.ts';

const rounds = 5;

/**
 * How far the clock of the kernel's log (local_clock) is ahead of CLOCK_MONOTONIC now, in ms: from the quickest of some
 * lines that are written to it between two looks at the other. Throws EPERM where it may not be written.
 */
export function kernelLogAheadMs(): number {
  const written = Array.from({ length: rounds }, (_, round) => {
    const mark = `not-a-leak compares clocks: ${process.pid} ${monotonicMs()} ${round}`;
    const beforeMs = monotonicMs();
    writeFileSync('/dev/kmsg', `<7>${mark}\n`);
    const tookMs = monotonicMs() - beforeMs;
    return { mark, tookMs, middleMs: beforeMs + tookMs / 2 };
  });
  const records = readKernelLog();
  const [quickest] = written.toSorted((a, b) => a.tookMs - b.tookMs);
  const record = records.find(({ text }) => text === quickest?.mark);
  if (!quickest || !record) throw new Error("the kernel's log lacks a line that was written to it");
  return record.atMs - quickest.middleMs;
}
