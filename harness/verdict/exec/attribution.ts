import type { HoldersLine, ProcessHolding, Sample } from '../../recording/types.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import type { Attribution } from '../attribution.ts';
import type { KernelReport } from '../../kernel/oom-report.ts';
import { grouped, mebibytes } from '../../text/words.ts';
import { firstKillMs } from './first-kill.ts';
import { heapOf } from './heap-of.ts';
import { tmpfsOf } from './tmpfs.ts';
import { lateShare } from '../thresholds.ts';

/** Kernel functions that allocate memory for data sent through a socket. */
export const sends =
  /^(?:sock_alloc_send_pskb|alloc_skb_with_frags|unix_(?:stream|dgram|seqpacket)_sendmsg)$/;

/** For a command: from /proc during its life and after, and its heap figure if it has one. */
export function attributeCommand(
  recording: ExecRecording,
  sample: Sample,
  report: KernelReport | null,
): Attribution {
  const alive = recording.holders.filter(({ when }) => when === 'alive');
  const killMs = firstKillMs(recording);
  // A kill is counted some time after it began: up to the last sample before it all processes were whole.
  const whole = overBy(alive, recording.pod.some(({ oomKills }) => oomKills > 0) ? sample.atMs : Infinity);
  const counted = alive.filter(({ processes }) => processes.some(({ stackBytes }) => stackBytes !== null));
  const stacked = bestLook(overBy(counted, killMs), allStacks, ({ charged }) => charged.anon, sample.anon);
  const listed = alive.filter(({ unixSocketBytes }) => unixSocketBytes !== null);
  const queued = bestLook(
    overBy(listed, killMs),
    ({ unixSocketBytes }) => unixSocketBytes ?? 0,
    ({ charged }) => charged.kernel,
    sample.kernel ?? 0,
  );
  // A look at sockets that came too early says less than what the kernel was doing at the limit.
  const early = !queued || queued.charged.kernel < (sample.kernel ?? 0) * lateShare;
  const sending = early ? (report?.stack.find((name) => sends.test(name)) ?? null) : null;
  return {
    tmpfs: tmpfsOf(recording, sample.shmem),
    heap: heapOf(recording, whole, sample, report),
    stacks: stacked ? stacksOf(stacked, sample) : null,
    unixSocketBytes: sending ? (sample.kernel ?? 0) : queued ? unixAt(queued, sample) : null,
    socketWords: sending
      ? `the charge that met the limit was for data being sent (${sending}, in the kernel's stack at the kill)`
      : queued?.unixSocketBytes
        ? `unread data in AF_UNIX sockets: ${mebibytes(queued.unixSocketBytes)}, by ss`
        : null,
    kernelWords: kernelWords(queued ?? overBy(alive, killMs).at(-1)),
  };
}

/** Looks finished by then. Looks at a process being killed are a last resort. */
function overBy(alive: HoldersLine[], byMs: number): HoldersLine[] {
  const before = alive.filter(({ atMs, tookMs }) => atMs + tookMs <= byMs);
  return before.length > 0 ? before : alive;
}

/**
 * The look with the greatest share of `part` in `whole`, among those with a good part of it: a process being killed
 * appears without its stacks and sockets.
 */
function bestLook(
  lines: HoldersLine[],
  part: (line: HoldersLine) => number,
  whole: (line: HoldersLine) => number,
  atKill: number,
): HoldersLine | undefined {
  const late = lines.filter((line) => whole(line) > 0 && whole(line) >= atKill * lateShare);
  const share = (line: HoldersLine) => part(line) / Math.max(1, whole(line));
  return late.toSorted((a, b) => share(b) - share(a))[0] ?? lines.toSorted((a, b) => part(b) - part(a))[0];
}

function allStacks({ processes }: HoldersLine): number {
  return sumOf(processes, 'stackBytes');
}

function sumOf(processes: ProcessHolding[], figure: 'anonBytes' | 'stackBytes'): number {
  return processes.reduce((sum, process) => sum + (process[figure] ?? 0), 0);
}

/** By their share when inspected: more memory of the same kind has come since. */
function stacksOf(alive: HoldersLine, sample: Sample): Attribution['stacks'] {
  const stacked = alive.processes.filter(({ stackBytes }) => stackBytes !== null);
  const anon = Math.max(alive.charged.anon, sumOf(alive.processes, 'anonBytes'));
  if (stacked.length === 0 || anon === 0) return null;
  const bytes = allStacks(alive);
  const threads = stacked.reduce((sum, process) => sum + process.threads, 0);
  const share = Math.min(1, bytes / anon);
  const words = `${grouped(threads)} threads, ${mebibytes(bytes)} of ${mebibytes(anon)} anonymous in their stacks`;
  return { bytes: share * sample.anon, words };
}

function unixAt({ unixSocketBytes, charged }: HoldersLine, { kernel }: Sample): number | null {
  if (unixSocketBytes === null) return null;
  const share = charged.kernel === 0 ? 0 : Math.min(1, unixSocketBytes / charged.kernel);
  return share * (kernel ?? 0);
}

function kernelWords(line: HoldersLine | undefined): string | null {
  if (!line) return null;
  const { processes, unixSocketBytes } = line;
  const tables = processes.reduce((sum, { pageTableBytes }) => sum + pageTableBytes, 0);
  const sockets =
    unixSocketBytes === null
      ? 'unread AF_UNIX data not known (no ss)'
      : `unread AF_UNIX data ${mebibytes(unixSocketBytes)}`;
  return `page tables ${mebibytes(tables)}, ${sockets}`;
}
