import { parseVictim } from './oom-report-victim.ts';

/** One process in the kernel's list of candidates for a kill. */
export interface KernelTask {
  /** PID of the process. */
  pid: number;
  /** The id used in the victim line: another thread's, if the main one has ended. */
  threadPid: number;
  name: string;
  /** Private memory; kernels before 6.8 print one figure for all resident memory. */
  anonBytes: number;
  /** Null on those kernels. */
  shmemBytes: number | null;
}

/** Fallback if nothing reveals the page size. */
const usualPageBytes = 4096;

/**
 * The list printed at a kill (vm.oom_dump_tasks), of the cgroup's processes only (dump_tasks, mm/oom_kill.c):
 *
 *     [  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name
 *     [  17215]     0 17215   116890    18353    16256     2097         0   217088        0           900 python3
 */
export function parseTasks(block: readonly string[]): KernelTask[] {
  const head = block.findLast((line) => /^\[\s*pid\s*\]/.test(line));
  if (head === undefined) return [];
  const columns = fieldsOf(head, Infinity);
  const rows = block.slice(block.lastIndexOf(head) + 1).filter((line) => /^\[\s*\d+\s*\]/.test(line));
  const at = (row: string[], name: string) => {
    const column = columns.indexOf(name);
    return column === -1 ? null : Number(row[column]);
  };
  const pageBytes = pageBytesOf(block, rows, columns.indexOf('rss_anon'));
  return rows.map((line) => {
    const row = fieldsOf(line, columns.length);
    const shmem = at(row, 'rss_shmem');
    return {
      pid: at(row, 'tgid') ?? Number(row[0]),
      threadPid: Number(row[0]),
      name: row[columns.length - 1] ?? '',
      anonBytes: (at(row, 'rss_anon') ?? at(row, 'rss') ?? 0) * pageBytes,
      shmemBytes: shmem === null ? null : shmem * pageBytes,
    };
  });
}

/** The number or word in brackets, then the fields after it; the last of `most` takes the rest, blanks included. */
function fieldsOf(line: string, most: number): string[] {
  const [, first = '', rest = ''] = /^\[\s*(\w+)\s*\]\s*(.*)$/.exec(line) ?? [];
  const words = rest.split(/\s+/);
  if (words.length < most) return [first, ...words];
  const last = new RegExp(`^(?:\\S+\\s+){${most - 2}}`).exec(rest)?.[0] ?? '';
  return [first, ...words.slice(0, most - 2), rest.slice(last.length)];
}

/** The list counts pages, the victim line kB. */
function pageBytesOf(block: readonly string[], rows: string[], column: number): number {
  const victim = parseVictim(block.at(-1) ?? '');
  const row = rows.find((line) => fieldsOf(line, Infinity)[0] === String(victim?.pid));
  const pages = column === -1 || row === undefined ? 0 : Number(fieldsOf(row, Infinity)[column]);
  if (!victim || victim.anonBytes === null || !(pages > 0)) return usualPageBytes;
  // The victim may have grown or shrunk between the two: take the nearest power of two.
  return 2 ** Math.round(Math.log2(victim.anonBytes / pages));
}
