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

  it('of kernels before 5.0 say whose limit it was, and have a line of figures for each cgroup', () => {
    const stats =
      'rss_huge:0KB mapped_file:0KB inactive_anon:0KB inactive_file:1KB active_file:2KB unevictable:0KB';
    const lines = [
      'Task in /pod/a killed as a result of limit of /pod',
      'memory: usage 1024kB, limit 1024kB, failcnt 47',
      'kmem: usage 8kB, limit 9007199254740988kB, failcnt 0',
      `Memory cgroup stats for /pod: cache:0KB rss:0KB ${stats}`,
      `Memory cgroup stats for /pod/a: cache:600KB rss:400KB shmem:596KB ${stats}`,
      'Memory cgroup out of memory: Kill process 5 (a) score 904 or sacrifice child',
      'Killed process 5 (a) total-vm:4000kB, anon-rss:400kB, file-rss:12kB',
    ];
    expect(parseKernelReports(lines)[0]).toMatchObject({
      constraint: 'CONSTRAINT_MEMCG',
      limitedCgroup: '/pod',
      victimCgroup: '/pod/a',
      limitBytes: 2 ** 20,
      table: { usage: 2 ** 20, anon: 400 * 1024, file: 600 * 1024, shmem: 596 * 1024, kernel: 8192 },
    });
  });

  it('of kernels before 4.14 don’t tell shmem, which is the file cache on no list of file pages', () => {
    const lines = [
      'Memory cgroup stats for /a: cache:600KB rss:400KB inactive_anon:500KB active_anon:490KB inactive_file:4KB active_file:6KB unevictable:0KB',
      'Killed process 5 (a) total-vm:4000kB, anon-rss:400kB, file-rss:12kB',
    ];
    expect(parseKernelReports(lines)[0]?.table).toMatchObject({ shmem: 590 * 1024, activeFile: 6 * 1024 });
  });

  it('of the oldest kernels name the user before the process', () => {
    const lines = [
      'Out of memory: Kill process 5 (a) score 1 or sacrifice child',
      'Killed process 5, UID 7, (a b) total-vm:4kB, anon-rss:4kB, file-rss:0kB',
    ];
    expect(parseKernelReports(lines)[0]).toMatchObject({
      victim: { pid: 5, name: 'a b', anonBytes: 4096 },
      constraint: 'CONSTRAINT_NONE',
    });
  });

  it('have nothing of one that was cut off before its end', () => {
    const begin = 'a invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0';
    const [report] = parseKernelReports([begin, ...v2, begin, ...end(6)]);
    expect(report).toMatchObject({ victim: { pid: 6 }, table: null });
  });
});
