import { readdirSync } from 'node:fs';
import { attempt, isGone, readProc, readSlowly } from '../kernel/procfs.ts';
import { parseMappings, type Mapping } from './mappings.ts';
import { residentBytes } from './resident.ts';
import { stackRanges, type Range, type Threads } from './stack-ranges.ts';

/** glibc's default if RLIMIT_STACK is unlimited (ARCH_STACK_DEFAULT_SIZE). */
const defaultBytes = 2 * 2 ** 20;
/** Everything but what the kernel maps itself. */
const lockedShare = 0.9;

/** A process's anonymous memory, and its part in thread stacks, at one moment. */
export interface Stacks {
  stackBytes: number;
  anonBytes: number;
}

/** Null if the process is gone or nothing can be said. */
export async function stacksOf(pid: number): Promise<Stacks | null> {
  const threads = threadsOf(pid);
  const status = readProc(`/proc/${pid}/status`) ?? '';
  if (threads.pointers.length + threads.running === 0) return null;
  const maps = await readSlowly(`/proc/${pid}/maps`);
  const smaps = await readSlowly(`/proc/${pid}/smaps`);
  // A process being killed has no mappings any more: their absence says nothing about its stacks.
  if (!smaps) return maps ? ofLocked(status, parseMappings(maps), threads) : null;
  const mappings = parseMappings(smaps);
  // Threads were added during the read, and it includes their stacks.
  const later = threadsOf(pid);
  const isMore = later.pointers.length > threads.pointers.length;
  const { bytes, partly } = wholeMappings(mappings, stackRanges(mappings, isMore ? later : threads));
  const anonBytes = mappings.reduce((sum, mapping) => sum + mapping.anonymousBytes, 0);
  if (partly.length === 0) return { stackBytes: bytes, anonBytes };
  try {
    const rest = await residentBytes(pid, partly, pageBytesOf(smaps));
    return { stackBytes: Math.min(anonBytes, bytes + rest), anonBytes };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/**
 * For a process that locks all its memory, stacks are fully resident. While the kernel populates one it holds the
 * memory map; smaps waits for that every few lines, maps does not (Linux 6.17): such a process may meet its limit
 * before smaps is read.
 */
function ofLocked(status: string, mappings: Mapping[], threads: Threads): Stacks | null {
  const kibibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  if (kibibytes('VmLck') < kibibytes('VmSize') * lockedShare) return null;
  const filled = mappings.map((one) => ({ ...one, anonymousBytes: one.isGuard ? 0 : one.to - one.from }));
  const bytes = stackRanges(filled, threads).reduce((sum, { from, to }) => sum + to - from, 0);
  const anonBytes = kibibytes('RssAnon') * 1024;
  return { stackBytes: Math.min(bytes, anonBytes), anonBytes };
}

/** Sums smaps over ranges that are whole mappings; returns the other ranges too. */
export function wholeMappings(mappings: Mapping[], ranges: Range[]): { bytes: number; partly: Range[] } {
  const known = new Map(mappings.map((mapping) => [`${mapping.from} ${mapping.to}`, mapping.anonymousBytes]));
  const bytesOf = ({ from, to }: Range) => known.get(`${from} ${to}`);
  return {
    bytes: ranges.reduce((sum, range) => sum + (bytesOf(range) ?? 0), 0),
    partly: ranges.filter((range) => bytesOf(range) === undefined),
  };
}

/** From /proc/PID/task/TID/syscall: `NUMBER ARGS... SP PC`, or `running`. */
function threadsOf(pid: number): Threads {
  const tasks = attempt(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const texts = tasks.map((thread) => readProc(`/proc/${pid}/task/${thread}/syscall`)?.trim() ?? '');
  return {
    pointers: texts.map((text) => Number(text.split(' ').at(-2) ?? 0)).filter((pointer) => pointer > 0),
    running: texts.filter((text) => text === 'running').length,
    usualBytes: usualBytesOf(pid),
  };
}

function usualBytesOf(pid: number): number {
  const limit = /^Max stack size\s+(\d+)/m.exec(readProc(`/proc/${pid}/limits`) ?? '')?.[1];
  return limit === undefined ? defaultBytes : Number(limit);
}

function pageBytesOf(smaps: string): number {
  return Number(/^KernelPageSize:\s+(\d+) kB/m.exec(smaps)?.[1] ?? 4) * 1024;
}
