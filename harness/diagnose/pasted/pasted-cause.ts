import type { Sample } from '../../recording/types.ts';
import type { KernelReport } from '../../kernel/oom-report.ts';
import { mebibytes } from '../../text/words.ts';
import type { Attribution } from '../../verdict/attribution.ts';
import { judgeCause, type CauseFindings } from '../../verdict/cause.ts';
import { compose } from '../../verdict/composition.ts';
import { sends } from '../../verdict/exec/attribution.ts';
import type { Composition } from '../../verdict/types.ts';
import { majority } from '../../verdict/thresholds.ts';
import { programOf } from './program-names.ts';

/** Who held memory at the moment of a sample. */
export interface PastedHolder {
  pid: number;
  name: string;
  anonBytes: number;
}

/** What else in the paste tells whose memory it is. */
export interface Hints {
  /** Files that a memory-backed volume holds, or may hold. */
  tmpfs: Attribution['tmpfs'];
  /** Whether somebody looked, with df, and did not only see that there is such a volume. */
  isTmpfsSeen: boolean;
  /** Why nothing can be told of it: a sandbox by the pod's own word. */
  sandbox: string | null;
}

export type PastedCause = CauseFindings & { composition: Composition };

const shmemOpen = 'files on a tmpfs, or shared memory: df, or ls -la /proc/PID/map_files tells';
/** A kernel stack takes 16 KiB on x86-64 and arm64. */
const kernelStackBytes = 16 * 1024;
/** From so many threads on, their stacks may be a good part of what a plain program holds. */
const manyThreads = 100;

/** What filled a limit by the figures of one moment; `unknown` where a paste can't tell. */
export function judgePastedCause(
  sample: Sample,
  holders: readonly PastedHolder[],
  hints: Hints,
  report: KernelReport | null = null,
): PastedCause {
  const composition = compose(sample, 0);
  const sandbox = hints.sandbox ?? sandboxOf(holders);
  if (sandbox !== null)
    return { cause: 'unknown', reason: `can't tell: ${sandbox}`, runnerUp: null, composition };
  const sending = report?.stack.find((name) => sends.test(name)) ?? null;
  const attribution: Attribution = {
    // What the files can't fill alone may as well be something else.
    tmpfs: hints.tmpfs !== null && hints.tmpfs.bytes > sample.shmem * majority ? hints.tmpfs : null,
    shmemOpen,
    heap: heapOf(sample, holders),
    stacks: null,
    unixSocketBytes: sending === null ? null : (sample.kernel ?? 0),
    socketWords: sending && `the charge that met the limit was for data being sent (${sending})`,
    kernelWords: sample.pageTables === null ? null : `page tables ${mebibytes(sample.pageTables)}`,
  };
  return { ...judgeCause(composition, attribution), composition };
}

function sandboxOf(holders: readonly PastedHolder[]): string | null {
  const most = holders.toSorted((a, b) => b.anonBytes - a.anonBytes)[0];
  const found = holders.find(({ name }) => name.startsWith('runsc')) ?? most;
  return found ? programOf(found.name).sandbox : null;
}

/** By the names of who held it: only well-known plain programs certainly have no managed heap. */
function heapOf({ anon, kernelStack }: Sample, holders: readonly PastedHolder[]): Attribution['heap'] {
  const all = holders.reduce((sum, { anonBytes }) => sum + anonBytes, 0);
  const scale = all > 0 ? anon / all : 0;
  const threads = Math.round((kernelStack ?? 0) / kernelStackBytes) - holders.length;
  const open = holders.filter(({ name }) => !programOf(name).isPlain || threads >= manyThreads);
  const openBytes = all > 0 ? open.reduce((sum, { anonBytes }) => sum + anonBytes, 0) * scale : anon;
  const most = holders.toSorted((a, b) => b.anonBytes - a.anonBytes)[0];
  return {
    bytes: null,
    openBytes,
    unseenBytes: 0,
    holder: null,
    words: most
      ? holderWords(most, threads)
      : 'whose it is was not pasted: heap and native are not told apart',
  };
}

function holderWords({ pid, name }: PastedHolder, threads: number): string {
  const { runtime, isPlain } = programOf(name);
  const who = `${name} (${pid})`;
  if (runtime !== null)
    return `${who} runs ${runtime}, and its heap figure was not pasted: heap and native are not told apart`;
  if (isPlain && threads >= manyThreads)
    return `${who} has no managed runtime, but there were some ${threads} threads: their stacks are not told apart`;
  if (isPlain) return `${who} has no managed runtime`;
  return `${who}: whether it has a managed runtime, its name does not tell`;
}
