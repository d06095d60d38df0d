import { describe, expect, it } from 'vitest';
import { parseKernelReports } from '../../harness/kernel/oom-report.ts';

const end = (pid: number) => [
  `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/x,task_memcg=/x/y,task=a b,pid=${pid},uid=0`,
  `Memory cgroup out of memory: Killed process ${pid} (a b) total-vm:4000kB, anon-rss:1024kB`,
];
const v1 = [
  'memory: usage 32768kB, limit 32768kB, failcnt 47',
  'kmem: usage 152kB, limit 9007199254740988kB, failcnt 0',
  'Memory cgroup stats for /x:',
  'cache 1',
  'total_cache 32235520',
  'total_rss 1163264',
  'total_shmem 32231424',
  'total_active_file 4096',
];
const v2 = [
  'memory: usage 32768kB, limit 32768kB, failcnt 22',
  'Memory cgroup stats for /x:',
  'anon 1159168',
  'file 32227328',
  'kernel 155648',
  'pagetables 49152',
  'shmem 32227328',
  'slab_unreclaimable 25568',
];

describe("the kernel's reports", () => {
  it('name victim, constraint, cgroups and the figures of v1 with all below', () => {
    const [report] = parseKernelReports([...v1, ...end(5)]);
    expect(report).toMatchObject({
      victim: { pid: 5, name: 'a b' },
      constraint: 'CONSTRAINT_MEMCG',
      limitedCgroup: '/x',
      victimCgroup: '/x/y',
      table: {
        usage: 33554432,
        anon: 1163264,
        file: 32235520,
        shmem: 32231424,
        kernel: 155648,
        activeFile: 4096,
      },
    });
  });

  it('give the figures of v2', () => {
    const [report] = parseKernelReports([...v2, ...end(5)]);
    expect(report?.table).toMatchObject({
      usage: 33554432,
      anon: 1159168,
      shmem: 32227328,
      kernel: 155648,
      pageTables: 49152,
      slabUnreclaimable: 25568,
    });
  });

  it('have the stack of who asked for the memory, without what is in doubt unless all is', () => {
    const stack = [' try_charge_memcg+0x422/0x6f0', ' ? ksys_write+0x66/0xe0', ' charge_memcg+0x2f/0x90'];
    expect(parseKernelReports([...stack, ...end(5)])[0]?.stack).toEqual(['try_charge_memcg', 'charge_memcg']);
    const doubted = [' [<601ad989>] ? try_charge_memcg+0x2ef/0x432'];
    expect(parseKernelReports([...doubted, ...end(5)])[0]?.stack).toEqual(['try_charge_memcg']);
  });

  it('name processes as they are called, with brackets and blanks, and list all that were there', () => {
    const list = [
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[      5]     0     5    20000      256    73728        0             0 a) b (c',
    ];
    const line =
      'Memory cgroup out of memory: Killed process 5 (a) b (c) total-vm:80000kB, anon-rss:1024kB, UID:0';
    const [report] = parseKernelReports([...list, line]);
    expect(report?.victim).toEqual({ pid: 5, name: 'a) b (c', anonBytes: 2 ** 20 });
    expect(report?.tasks).toEqual([
      { pid: 5, threadPid: 5, name: 'a) b (c', anonBytes: 256 * 4096, shmemBytes: null },
    ]);
    const old = 'Memory cgroup out of memory: Killed process 5 (a), UID 0, total-vm:80000kB, anon-rss:1024kB';
    expect(parseKernelReports([old])[0]).toMatchObject({ victim: { pid: 5, name: 'a' }, tasks: [] });
  });

  it('name the process where the kernel names a thread of it, for the main one has ended', () => {
    const list = [
      '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
      '[      9]     0     5    20000      256    73728        0             0 a',
    ];
    expect(parseKernelReports([...list, ...end(9)])[0]?.victim.pid).toBe(5);
  });

  it('are told apart, and may have no figures', () => {
    const [first, second] = parseKernelReports([...v2, ...end(5), end(6)[1] ?? '']);
    expect(first?.victim.pid).toBe(5);
    expect(second).toMatchObject({ victim: { pid: 6 }, constraint: null, table: null });
  });
});
