import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, tolerate } from '../errors.ts';
import { readProc } from '../kernel/procfs.ts';
import type { Mapping } from '../holders/mappings.ts';
import { heapOfCounters, parseHsperfdata, type JvmHeap } from './hsperfdata.ts';

/** 32 KiB unless told otherwise (PerfDataMemorySize). */
const mostBytes = 2 ** 20;
const pageBytes = 4096;
/** Every collector aligns its heap to this or more. */
const alignmentBytes = 64 * 1024;

/**
 * Bytes of memory that the heap of a JVM has touched, garbage and what it keeps for later included: what the
 * limit counts. Its counters tell how much address space it has reserved, and the mappings which that is.
 * Null where it has no counters (-XX:-UsePerfData, -XX:+PerfDisableSharedMem, not HotSpot) or no such range,
 * as where the heap is shared memory (ZGC of older JDKs).
 */
export function jvmHeapBytes(mappings: Mapping[], pid: number): number | null {
  const heap = countersOf(pid);
  return heap === null ? null : touchedBytes(heap, mappings);
}

export function touchedBytes({ reservedBytes, capacityBytes }: JvmHeap, mappings: Mapping[]): number | null {
  // G1's generations count a few bytes more than there are, so that none is empty (G1MonitoringSupport).
  const sizes = reservedBytes.map((bytes) => Math.floor(bytes / pageBytes) * pageBytes).filter(Boolean);
  const ranges = sizes.flatMap((bytes) =>
    mappings.flatMap((_, first) => rangeFrom(mappings, first, bytes) ?? []),
  );
  // A gigabyte is reserved for classes, too, and may be as large as the heap: what is committed tells them apart.
  const far = ({ committedBytes }: HeapRange) => Math.abs(committedBytes - capacityBytes);
  return ranges.toSorted((a, b) => far(a) - far(b))[0]?.anonymousBytes ?? null;
}

interface HeapRange {
  committedBytes: number;
  anonymousBytes: number;
}

/** The range of this size that begins with a mapping, has no hole, and ends with one or in what is only reserved. */
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

/** From its file as the process itself sees it: in its root, by its number in its own PID namespace. */
function countersOf(pid: number): JvmHeap | null {
  const inner = /^NSpid:.*\t(\d+)$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1];
  const temporary = `/proc/${pid}/root/tmp`;
  for (const folder of foldersIn(temporary)) {
    const counters = parseHsperfdata(read(join(temporary, folder, inner ?? `${pid}`)));
    if (counters !== null) return heapOfCounters(counters);
  }
  return null;
}

/** One for each user that runs a JVM. */
function foldersIn(temporary: string): string[] {
  // The process may be gone, or have no such folder.
  return tolerate('any', () => readdirSync(temporary).filter((name) => name.startsWith('hsperfdata_')), []);
}

/** What the command put there may be anything: only a plain file is read, and no more of it than there can be. */
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
