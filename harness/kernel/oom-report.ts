import { parseTasks, type KernelTask } from './oom-report-tasks.ts';
import { parseVictim, type KernelVictim } from './oom-report-victim.ts';
import type { Sample } from '../recording/types.ts';
import { parseOldVerdict, parseOldTable } from './oom-report-old.ts';
import { v1 } from './cgroup-v1.ts';
import { v2 } from './cgroup-v2.ts';

/** One kill as reported in the kernel log. */
export interface KernelReport {
  victim: KernelVictim;
  /** All processes of the cgroup at the kill, as listed by the kernel; empty without vm.oom_dump_tasks. */
  tasks: KernelTask[];
  /** CONSTRAINT_MEMCG: a cgroup's limit. CONSTRAINT_NONE: the whole host ran out. Null if missing. */
  constraint: string | null;
  /** The cgroup whose limit was met. */
  limitedCgroup: string | null;
  victimCgroup: string | null;
  /** That limit, in bytes; null if missing. */
  limitBytes: number | null;
  /** The cgroup's figures at the kill; null if missing. */
  table: Partial<Sample> | null;
  /** The kernel functions that asked for the memory, innermost first. */
  stack: string[];
  /** The kernel's verdict, verbatim. */
  line: string;
  /** Its number among the lines, from 0. */
  lineIndex: number;
}

const begins = / invoked oom-killer: /;

/** The reports in lines of /dev/kmsg, in order. */
export function parseKernelReports(lines: readonly string[]): KernelReport[] {
  const reports: KernelReport[] = [];
  let block: string[] = [];
  for (const [lineIndex, line] of lines.entries()) {
    if (begins.test(line)) block = []; // whatever was cut off before its last line
    block.push(line);
    const victim = parseVictim(line);
    if (victim === null) continue;
    const verdict = block.find((text) => text.startsWith('oom-kill:')) ?? '';
    const field = (name: string) =>
      verdict === '' ? null : (new RegExp(`[:,]${name}=([^,]*)`).exec(verdict)?.[1] ?? null);
    const old = parseOldVerdict(block);
    const tasks = parseTasks(block);
    const listed = tasks.find(({ threadPid }) => threadPid === victim.pid);
    reports.push({
      victim: { ...victim, pid: listed?.pid ?? victim.pid, anonBytes: listed?.anonBytes ?? victim.anonBytes },
      tasks,
      constraint: field('constraint') ?? old.constraint,
      limitedCgroup: field('oom_memcg') ?? old.limitedCgroup,
      victimCgroup: field('task_memcg') ?? old.victimCgroup,
      limitBytes: kibibytesOf(block, 'memory', 'limit'),
      table: tableOf(block),
      stack: stackOf(block),
      line,
      lineIndex,
    });
    block = [];
  }
  return reports;
}

/** The fields of memory.stat in a report; kernels before 4.20 print them in a line, see `parseOldTable`. */
function tableOf(block: string[]): Partial<Sample> | null {
  const from = block.findIndex((line) => line.startsWith('Memory cgroup stats for '));
  if (from === -1) return null;
  const table: Partial<Sample> = parseOldTable(block) ?? {};
  const known = new Map([...Object.entries(v2.stat), ...Object.entries(v1.stat)]);
  for (const line of block.slice(from)) {
    const [name = '', value] = line.split(' ');
    const column = known.get(name);
    if (column !== undefined && /^\d+$/.test(value ?? '')) table[column] = Number(value);
  }
  const usage = kibibytesOf(block, 'memory', 'usage');
  const kernel = kibibytesOf(block, 'kmem', 'usage');
  if (usage !== null) table.usage = usage;
  if (kernel !== null) table.kernel ??= kernel;
  return table.anon === undefined || table.shmem === undefined ? null : table;
}

/** `memory: usage 32768kB, limit 32768kB, failcnt 47` */
function kibibytesOf(block: string[], what: string, which: 'usage' | 'limit'): number | null {
  const line = block.find((text) => text.startsWith(`${what}: usage `));
  const match = new RegExp(`${which} (\\d+)kB`).exec(line ?? '');
  return match ? Number(match[1]) * 1024 : null;
}

/** ` try_charge_memcg+0x422/0x6f0`; uncertain entries have a `?`, on some machines all of them. */
function stackOf(block: string[]): string[] {
  const frames = block.flatMap((line) => {
    const [, doubt, name] = /^ (?:\[<[0-9a-f]+>\] )?(\? )?([\w.]+)\+0x/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, sure: doubt === undefined }];
  });
  const sure = frames.filter((frame) => frame.sure);
  return (sure.length > 0 ? sure : frames).map(({ name }) => name);
}
