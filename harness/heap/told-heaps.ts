import type { Socket } from 'node:net';

export interface ToldHeap {
  pid: number;
  heapUsed: number;
}

/** `PID USED_BYTES`, as the preload writes it, and nothing else. */
const toldLine = /^(\d{1,10}) (\d{1,15})$/;
const longestLine = 26;
/** After what came at once (64 KiB at most) it rests so long: the pipe keeps the rest, and is full then. */
const restMs = 10;
/** A thousand processes tell 20,000 times a second. */
const mostAtOnce = 1000;

/**
 * Reads what the processes of a command tell. Any of them may write what it likes, so neither memory nor time goes
 * with how much that is: lines that are too long or something else are passed over, and what floods is read slowly.
 */
export function readToldHeaps(source: Socket, onHeaps: (heaps: ToldHeap[]) => void): void {
  let begun = '';
  source.on('data', (chunk: Buffer) => {
    const lines = (begun + chunk.toString('latin1')).split('\n');
    begun = (lines.pop() ?? '').slice(0, longestLine + 1); // too long stays too long
    const heaps = lines.slice(-mostAtOnce).flatMap(parseToldHeap);
    if (heaps.length > 0) onHeaps(heaps);
    source.pause();
    setTimeout(() => source.resume(), restMs).unref();
  });
}

function parseToldHeap(line: string): ToldHeap[] {
  const [, pid, heapUsed] = toldLine.exec(line) ?? [];
  return pid === undefined ? [] : [{ pid: Number(pid), heapUsed: Number(heapUsed) }];
}
