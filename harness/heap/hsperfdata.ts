/**
 * The counters that a HotSpot JVM keeps in a mapped file (UsePerfData, on by default). Format 2.0:
 * hotspot/share/runtime/perfMemory.hpp, PerfDataPrologue and PerfDataEntry.
 */

const magic = 0xcafec0c0;
const majorVersion = 2;
const littleEndian = 1;
const prologueBytes = 32;
const entryBytes = 20;
/** JNI's letter for a long; strings are byte vectors. */
const long = 'J'.charCodeAt(0);

/** All numeric counters by name; null if this is no such file, or still being created. */
export function parseHsperfdata(file: Buffer): Map<string, number> | null {
  if (file.length < prologueBytes || file.readUInt32BE(0) !== magic) return null;
  const isLittle = file.readUInt8(4) === littleEndian;
  const isAccessible = file.readUInt8(7) === 1;
  if (file.readUInt8(5) !== majorVersion || !isAccessible) return null;
  const int = (at: number) => (isLittle ? file.readInt32LE(at) : file.readInt32BE(at));
  const counters = new Map<string, number>();
  let at = int(24);
  for (let left = int(28); left > 0; left--) {
    if (at < prologueBytes || at + entryBytes > file.length) return null;
    const [length, name, vector, data] = [int(at), at + int(at + 4), int(at + 8), at + int(at + 16)];
    if (length < entryBytes || at + length > file.length) return null;
    const isNumber = vector === 0 && file.readUInt8(at + 12) === long;
    if (isNumber && name > at && data > at && data + 8 <= file.length) {
      const value = isLittle ? file.readBigInt64LE(data) : file.readBigInt64BE(data);
      counters.set(file.toString('latin1', name, Math.max(name, file.indexOf(0, name))), Number(value));
    }
    at += length;
  }
  return counters;
}

/** A JVM's heap according to its counters. */
export interface JvmHeap {
  /** In use, over its spaces. Most collectors update it only at collections. */
  usedBytes: number;
  /** Committed for them, touched or not. */
  capacityBytes: number;
  /** Candidates for the size reserved: the sum of the generations or, if they share a range, each. */
  reservedBytes: number[];
}

/** Null if the counters do not cover the heap (Epsilon, or another JVM). */
export function heapOfCounters(counters: Map<string, number>): JvmHeap | null {
  const of = (pattern: RegExp) =>
    [...counters].filter(([name]) => pattern.test(name)).map(([, value]) => value);
  const used = of(/^sun\.gc\.generation\.\d+\.space\.\d+\.used$/);
  const capacity = of(/^sun\.gc\.generation\.\d+\.space\.\d+\.capacity$/);
  const most = of(/^sun\.gc\.generation\.\d+\.maxCapacity$/);
  if (capacity.length === 0 || most.length === 0) return null;
  return {
    usedBytes: sum(used),
    capacityBytes: sum(capacity),
    reservedBytes: [...new Set([sum(most), ...most])],
  };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
