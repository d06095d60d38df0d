import type { KernelReport } from '../../kernel/oom-report.ts';
import { sampleOf } from '../../recording/types.ts';
import { majority } from '../../verdict/thresholds.ts';
import type { KernelTextLine } from './wrapped-lines.ts';
import { judgePastedCause, type PastedCause, type PastedHolder } from './pasted-cause.ts';

const pageBytes = 4096;
/** The kernel's figures of the host stand so many lines before the last line of a report, at most, without the tasks. */
const longestReport = 400;

/**
 * What filled a host, by the sums that the kernel prints under `Mem-Info:`, in pages. Null without them, or where they
 * explain less than the greater part of its memory, as with huge pages set aside.
 */
export function judgeHostMemory(
  { tasks, lineIndex }: KernelReport,
  lines: readonly KernelTextLine[],
  holders: PastedHolder[],
): PastedCause | null {
  const before = lines
    .slice(Math.max(0, lineIndex - longestReport - tasks.length), lineIndex)
    .map(({ text }) => text);
  const from = before.findLastIndex((text) => text.startsWith('Mem-Info:'));
  if (from === -1) return null;
  const block = before.slice(from);
  const to = block.findIndex((text, index) => index > 0 && text.startsWith('Node '));
  const sums = block.slice(0, to === -1 ? 12 : to).join(' ');
  const bytes = (name: string) => Number(new RegExp(`\\b${name}:(\\d+)`).exec(sums)?.[1] ?? 0) * pageBytes;
  const ram = Number(block.map((text) => /^(\d+) pages RAM$/.exec(text)?.[1]).find(Boolean) ?? 0) * pageBytes;
  const shmem = bytes('shmem');
  const file = bytes('active_file') + bytes('inactive_file') + shmem;
  const lists = bytes('active_anon') + bytes('inactive_anon') + bytes('isolated_anon');
  const anon = Math.max(0, lists - shmem);
  const slabUnreclaimable = bytes('slab_unreclaimable');
  const pageTables = bytes('pagetables');
  const held = anon + file + slabUnreclaimable + pageTables;
  if (held < ram * majority) return null;
  const sample = sampleOf({
    usage: held,
    anon,
    file,
    shmem,
    dirty: bytes('dirty'),
    writeback: bytes('writeback'),
    inactiveFile: bytes('inactive_file'),
    activeFile: bytes('active_file'),
    unevictable: bytes('unevictable'),
    slabUnreclaimable,
    pageTables,
  });
  return judgePastedCause(sample, holders, { tmpfs: null, isTmpfsSeen: false, sandbox: null });
}
