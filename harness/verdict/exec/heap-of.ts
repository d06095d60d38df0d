import { basename } from 'node:path/posix';
import { runtimeByName, runtimeWords } from '../../holders/runtime-names.ts';
import type { HoldersLine, ProcessHolding, Runtime, HeapLine, Sample } from '../../recording/types.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import type { Attribution } from '../attribution.ts';
import type { KernelReport } from '../../kernel/oom-report.ts';
import { mebibytes } from '../../text/words.ts';
import { freshHeapMs, freshReadHeapMs, tellingPart } from '../thresholds.ts';

/** A process that may have a heap; `anonBytes` as at the kill. */
interface Holder {
  pid: number;
  name: string;
  runtime: Runtime | null;
  anonBytes: number;
}

/**
 * How much anonymous memory is heap, and how much is undecided. Its holder decides: memory of a process without a
 * managed runtime is native; in one that reports no heap figure it may be either.
 */
export function heapOf(
  recording: ExecRecording,
  alive: HoldersLine[],
  sample: Sample,
  report: KernelReport | null,
): Attribution['heap'] {
  const holders = holdersOf(recording, alive, sample, report);
  // A process killed while being read has already lost some mappings.
  const latest = recording.heap.findLast(({ atMs, tookMs = 0 }) => atMs + tookMs <= sample.atMs);
  const oldest = isReadFromOutside(recording) ? freshReadHeapMs : freshHeapMs;
  const fresh = latest !== undefined && sample.atMs - latest.atMs <= oldest ? latest : null;
  const managed = holders.filter(({ runtime }) => runtime !== null);
  const covered = new Set(fresh === null ? [] : coveredBy(fresh, managed));
  const open = managed.filter((holder) => !covered.has(holder));
  const later = fresh === null ? nothing : cameSince(recording, fresh, [...covered], sample);
  const words = [
    fresh && figureWords(recording, fresh, sample.atMs),
    openWords(recording, open, latest !== undefined && fresh === null),
    plainWords(holders),
  ];
  return {
    bytes: fresh === null ? null : fresh.heapUsed + later.heapBytes,
    openBytes: anonOf(open),
    unseenBytes: later.openBytes,
    holder: most(open.length > 0 ? open : managed),
    words: words.filter((word) => word !== null).join('; '),
  };
}

/** Who held anonymous memory when most of it was seen, plus what has come since. */
function holdersOf(
  { exec }: ExecRecording,
  alive: HoldersLine[],
  { anon }: Sample,
  report: KernelReport | null,
): Holder[] {
  const seen = alive.filter(({ processes }) => anonOf(processes) > 0);
  const [line] = seen.toSorted((a, b) => b.charged.anon - a.charged.anon);
  if (line) {
    const scale = anon / anonOf(line.processes);
    return line.processes.map((process) => {
      const { pid, name, anonBytes } = process;
      return { pid, name, runtime: runtimeOf(process, alive), anonBytes: anonBytes * scale };
    });
  }
  const { pid, name } = report?.victim ?? { pid: 0, name: basename(exec.argv[0] ?? '') };
  return [{ pid, name, runtime: runtimeByName(name), anonBytes: anon }];
}

/** As seen then, or else last; by its name in recordings from before runtimes were recorded. */
function runtimeOf({ pid, name, runtime }: ProcessHolding, alive: HoldersLine[]): Runtime | null {
  if (runtime !== undefined) return runtime;
  const others = alive.flatMap(({ processes }) => processes.filter((one) => one.pid === pid));
  const last = others.findLast((one) => one.runtime !== undefined);
  return last?.runtime === undefined ? runtimeByName(name) : last.runtime;
}

/**
 * Whose heap a figure is. A metrics page reports one runtime, named by its metric; a process in its own PID
 * namespace reports a PID that means nothing outside.
 */
function coveredBy({ pids = [], runtime = null }: HeapLine, managed: Holder[]): Holder[] {
  const named = managed.filter(({ pid }) => pids.includes(pid));
  if (named.length > 0) return named;
  return managed.filter((holder) => runtime === null || holder.runtime === runtime);
}

function isReadFromOutside({ exec }: ExecRecording): boolean {
  return exec.heapSource === 'auto' || exec.heapSource === 'jvm';
}

interface Later {
  heapBytes: number;
  /** Of unknown kind. */
  openBytes: number;
}
const nothing: Later = { heapBytes: 0, openBytes: 0 };

/**
 * What processes with a known heap gained after their last figure: of the same kinds as the growth just before, if
 * that was a good part of it; otherwise undecided.
 */
function cameSince({ heap, pod }: ExecRecording, last: HeapLine, covered: Holder[], at: Sample): Later {
  if (at.anon === 0) return nothing;
  const anonAt = (atMs: number) => pod.findLast((sample) => sample.atMs <= atMs)?.anon ?? 0;
  const then = anonAt(last.atMs);
  const share = Math.min(1, anonOf(covered) / at.anon);
  const came = Math.max(0, at.anon - then) * share;
  const seenSince = ({ atMs }: HeapLine) => Math.max(0, then - anonAt(atMs)) * share;
  if (came === 0) return nothing;
  const before = heap.findLast((line) => line.atMs < last.atMs && seenSince(line) >= came * tellingPart);
  if (!before) return { heapBytes: 0, openBytes: came };
  const heapPart = Math.min(1, Math.max(0, (last.heapUsed - before.heapUsed) / seenSince(before)));
  return { heapBytes: came * heapPart, openBytes: 0 };
}

function figureWords({ exec }: ExecRecording, { heapUsed, atMs, pids }: HeapLine, killMs: number): string {
  const from = exec.heapSource?.includes('://') ? ` by ${exec.heapSource}` : '';
  const whose = pids && pids.length > 1 ? ` of ${pids.length} processes` : '';
  return `heap${whose} ${mebibytes(heapUsed)}${from}, ${Math.round(killMs - atMs)} ms before`;
}

function openWords({ exec }: ExecRecording, open: Holder[], isOld: boolean): string | null {
  const holder = most(open);
  if (holder === null || holder.runtime === null) return null;
  const hasNone = exec.heapSource === null || exec.heapSource === 'none';
  const unknown = isOld ? 'its last heap figure is too old' : 'its heap figure is not known';
  const why = hasNone ? 'no heap source was named' : unknown;
  // A runtime unknown to this version is shown as the recording names it.
  const runtime = runtimeWords[holder.runtime] ?? holder.runtime;
  return `${nameOf(holder)} runs ${runtime}, and ${why}: heap and native are not told apart`;
}

/** The largest holder, if it has no runtime's heap. */
function plainWords(holders: Holder[]): string | null {
  const holder = most(holders);
  return holder === null || holder.runtime !== null ? null : `${nameOf(holder)} has no managed runtime`;
}

function nameOf({ pid, name }: Holder): string {
  return pid === 0 ? name : `${name} (${pid})`;
}

function most(holders: Holder[]): Holder | null {
  return holders.toSorted((a, b) => b.anonBytes - a.anonBytes)[0] ?? null;
}

function anonOf(holders: { anonBytes: number }[]): number {
  return holders.reduce((sum, { anonBytes }) => sum + anonBytes, 0);
}
