import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, tolerate } from '../errors.ts';
import { readProc } from '../kernel/procfs.ts';
import type { Mapping } from '../holders/mappings.ts';
import { heapOfCounters, parseHsperfdata, type JvmHeap } from './hsperfdata.ts';

/** The default is 32 KiB (PerfDataMemorySize). */
const mostBytes = 2 ** 20;
const pageBytes = 4096;
/** Every collector aligns its heap to this or more. */
const alignmentBytes = 64 * 1024;

/**
 * Bytes that a JVM's heap has touched, including garbage and free memory it keeps: what the limit counts. Its
 * counters give the size reserved, its mappings the range. Null without counters (-XX:-UsePerfData,
 * -XX:+PerfDisableSharedMem, not HotSpot) or without such a range, as when the heap is shared memory (ZGC of older
 * JDKs).
 */
export function jvmHeapBytes(mappings: Mapping[], pid: number): number | null {
  const heap = countersOf(pid);
  return heap === null ? null : touchedBytes(heap, mappings);
}

export function touchedBytes({ reservedBytes, capacityBytes }: JvmHeap, mappings: Mapping[]): number | null {
  // G1 adds a few bytes to its generations so that none is empty (G1MonitoringSupport).
  const sizes = reservedBytes.map((bytes) => Math.floor(bytes / pageBytes) * pageBytes).filter(Boolean);
  const ranges = sizes.flatMap((bytes) =>
    mappings.flatMap((_, first) => rangeFrom(mappings, first, bytes) ?? []),
  );
  // A gigabyte is reserved for classes too, perhaps as large as the heap: the committed size tells them apart.
  const far = ({ committedBytes }: HeapRange) => Math.abs(committedBytes - capacityBytes);
  return ranges.toSorted((a, b) => far(a) - far(b))[0]?.anonymousBytes ?? null;
}

interface HeapRange {
  committedBytes: number;
  anonymousBytes: number;
}

/** The range of this size that starts with a mapping, has no hole, and ends with one or inside a reserve. */
function rangeFrom(mappings: Mapping[], first: number, bytes: number): HeapRange | null {
  const start = mappings[first];
  if (!start || start.name !== '' || start.from % alignmentBytes !== 0) return null;
  const end = start.from + bytes;
  const range = { committedBytes: 0, anonymousBytes: 0 };
  let at = start.from;
  for (let next = first; next < mappings.length && at < end; next++) {
    const mapping = mappings[next] as Mapping;
    if (mapping.from !== at || (mapping.to > end && !mapping.isReserved)) return null;
    at = mapping.to;
    if (!mapping.isReserved) range.committedBytes += mapping.to - mapping.from;
    range.anonymousBytes += mapping.anonymousBytes;
  }
  return at < end ? null : range;
}

/** From its file as the process sees it: in its root, named by its PID in its own namespace. */
function countersOf(pid: number): JvmHeap | null {
  const inner = /^NSpid:.*\t(\d+)$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1];
  const temporary = `/proc/${pid}/root/tmp`;
  for (const folder of foldersIn(temporary)) {
    const counters = parseHsperfdata(read(join(temporary, folder, inner ?? `${pid}`)));
    if (counters !== null) return heapOfCounters(counters);
  }
  return null;
}

/** One per user that runs a JVM. */
function foldersIn(temporary: string): string[] {
  // The process may be gone, or have no such folder.
  return tolerate('any', () => readdirSync(temporary).filter((name) => name.startsWith('hsperfdata_')), []);
}

/** The command controls this path: read only a plain file, and no more than it can hold. */
function read(path: string): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!fstatSync(file).isFile()) return Buffer.alloc(0);
    const bytes = Buffer.alloc(mostBytes);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
  } catch (error) {
    if (systemCode(error) !== undefined) return Buffer.alloc(0); // a link, a FIFO, a device
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
