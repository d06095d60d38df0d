import type { HoldersLine, ProcessHolding } from '../../recording/evidence-lines.ts';
import type { TargetRecording } from '../../recording/recording.ts';
import { grouped, mebibytes } from '../../text/words.ts';
import { heldOn } from './attribution.ts';
import type { Holder } from './findings.ts';

/** Smaller ones make no difference. */
const leastBytes = 2 ** 20;
const kept = 10;

/** Who holds the memory, most first: volumes, processes, and files without a name. */
export function holdersOf({ holders }: Pick<TargetRecording, 'holders'>): Holder[] {
  const [first, last] = [
    holders[0],
    holders.findLast(({ processes, mounts }) => processes.length + mounts.length > 0),
  ];
  if (!first || !last) return [];
  const overMs = last.atMs - first.atMs;
  const pace = (now: number, before: number | undefined) =>
    before === undefined || overMs <= 0 ? null : ((now - before) * 1000) / overMs;
  const all = [...volumesOf(first, last, pace), ...processesOf(first, last, pace), ...namelessOf(last)];
  return all
    .filter(({ bytes }) => bytes >= leastBytes)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, kept);
}

type Pace = (now: number, before: number | undefined) => number | null;

function volumesOf(first: HoldersLine, last: HoldersLine, pace: Pace): Holder[] {
  return last.mounts.map((mount) => {
    const before = first.mounts.find(({ point }) => point === mount.point);
    const { count = 0, largest = [] } = mount.files ?? {};
    const [most] = largest;
    const words = [
      count > 0 ? `${grouped(count)} ${count === 1 ? 'file' : 'files'}` : null,
      most ? `the largest ${most.path} ${mebibytes(most.bytes)}` : null,
      mount.sizeBytes ? `its size ${mebibytes(mount.sizeBytes)}` : null,
    ].filter((word) => word !== null);
    return {
      what: 'volume',
      name: mount.point,
      bytes: heldOn(mount),
      growthBytesPerSecond: pace(heldOn(mount), before && heldOn(before)),
      detail: words.join(', ') || null,
    };
  });
}

function processesOf(first: HoldersLine, last: HoldersLine, pace: Pace): Holder[] {
  return last.processes.map((process: ProcessHolding) => {
    const before = first.processes.find(({ pid }) => pid === process.pid);
    const threads = process.threads > 1 ? `, ${grouped(process.threads)} threads` : '';
    const runtime = process.runtime ? `${process.runtime}, ` : '';
    return {
      what: 'process',
      name: `${process.name} (${process.pid})`,
      bytes: process.anonBytes,
      growthBytesPerSecond: pace(process.anonBytes, before?.anonBytes),
      detail: `${runtime}anonymous memory${threads}`,
    };
  });
}

function namelessOf({ deletedFiles }: HoldersLine): Holder[] {
  return deletedFiles
    .filter(({ on }) => on !== 'disk')
    .map(({ path, bytes, on, pids, pid }) => ({
      what: 'shared-memory',
      name: path,
      bytes,
      growthBytesPerSecond: null,
      detail: `${on === 'memfd' ? 'a memfd' : 'a deleted file on a tmpfs'}, open in ${(pids ?? [pid]).join(', ')}`,
    }));
}
