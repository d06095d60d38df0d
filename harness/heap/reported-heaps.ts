import type { Socket } from 'node:net';

export interface ReportedHeap {
  pid: number;
  heapUsed: number;
}

/** `PID USED_BYTES`, as the preload writes it. */
const reportLine = /^(\d{1,10}) (\d{1,15})$/;
const longestLine = 26;
/** Pause after each read (64 KiB at most): the pipe keeps the rest, and is full then. */
const restMs = 10;
/** A thousand processes send 20,000 reports per second. */
const mostAtOnce = 1000;

/**
 * Reads the reports of a command's processes. Any of them may write anything, so memory and time must not grow with
 * it: overlong and foreign lines are skipped, and floods are read slowly.
 */
export function readReportedHeaps(source: Socket, onHeaps: (heaps: ReportedHeap[]) => void): void {
  let begun = '';
  source.on('data', (chunk: Buffer) => {
    const lines = (begun + chunk.toString('latin1')).split('\n');
    begun = (lines.pop() ?? '').slice(0, longestLine + 1); // an overlong line stays overlong
    const heaps = lines.slice(-mostAtOnce).flatMap(parseHeapReport);
    if (heaps.length > 0) onHeaps(heaps);
    source.pause();
    setTimeout(() => source.resume(), restMs).unref();
  });
}

function parseHeapReport(line: string): ReportedHeap[] {
  const [, pid, heapUsed] = reportLine.exec(line) ?? [];
  return pid === undefined ? [] : [{ pid: Number(pid), heapUsed: Number(heapUsed) }];
}
