import { describe, expect, it } from 'vitest';
import type { HoldersLine, ProcessHolding } from '../../../harness/recording/evidence-lines.ts';
import type { ExecRecording } from '../../../harness/recording/recording.ts';
import { heldByWords } from '../../../harness/report/held-by-words.ts';
import { heldByOf } from '../../../harness/verdict/exec/held-by.ts';
import type { Kills } from '../../../harness/verdict/exec/kills.ts';
import type { ExecFindings } from '../../../harness/verdict/exec/types.ts';
import { parseKernelReports } from '../../../harness/kernel/oom-report.ts';

const mebibyte = 2 ** 20;
const process = (pid: number, name: string, more: Partial<ProcessHolding> = {}) =>
  ({ pid, name, anonBytes: 0, shmemBytes: 0, ...more }) as ProcessHolding;

/** What is said where these were the processes and files that were seen, with `cause` told. */
function words(
  cause: string,
  line: Partial<HoldersLine>,
  log: string[] = [],
  oomKills = parseKernelReports(log).length,
): string | null {
  const alive = {
    when: 'alive',
    atMs: 0,
    tookMs: 1,
    charged: { usage: 60 * mebibyte, shmem: mebibyte, anon: 0, kernel: 0 },
    mounts: [],
    processes: [],
    deletedFiles: [],
    ...line,
  };
  const recording = { holders: [alive], pod: [], lives: [] } as unknown as ExecRecording;
  const reports = parseKernelReports(log);
  const kills = { reports, decisive: reports[0] ?? null } as Kills;
  const heldBy = heldByOf(recording, kills);
  return heldByWords({ heldBy, cause, oomKills, limitBytes: 64 * mebibyte } as ExecFindings);
}

const list = [
  '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name',
  '[      7]     0     7    20000    14000    13000      900       100    73728        0             0 holds ) it',
  '[      8]     0     8     9000     4100     3072     1028         0    73728        0          1000 helper',
];
const killed = (pid: number, name: string, kibibytes: number) =>
  `Memory cgroup out of memory: Killed process ${pid} (${name}) total-vm:36000kB, anon-rss:${kibibytes}kB, file-rss:4112kB`;
const files = (...largest: { path: string; bytes: number; uid?: number }[]) => [
  { point: '/s', usedBytes: 0, files: { count: largest.length, bytes: 0, largest } },
];

const deletedFile = (name: string, on: 'tmpfs' | 'memfd' | 'disk', ...pids: number[]) => ({
  path: `${name} (deleted)`,
  bytes: 10 * mebibyte,
  on,
  pid: pids[0] as number,
  pids,
});

describe('who held the memory', () => {
  it("is told from the kernel's list at the kill, with who was killed where that was another one", () => {
    expect(words('native', {}, [...list, killed(8, 'helper', 12288)])).toBe(
      'pid 7 holds ) it 51 MiB, pid 8 helper 12 MiB; the victim was pid 8 helper, which held 12 MiB',
    );
    expect(words('heap', {}, [...list, killed(7, 'holds ) it', 52000)])).toBe(
      'pid 7 holds ) it 51 MiB, pid 8 helper 12 MiB',
    );
  });

  it('counts those that were killed one after the other', () => {
    const twice = [...list, killed(8, 'helper', 12288), ...list, killed(8, 'helper', 12288)];
    expect(words('native', {}, twice)).toContain('2 other processes were killed, the last pid 8 helper');
    const reportsLost = words('native', {}, twice, 5);
    expect(reportsLost).toContain('5 other processes were killed, the last pid 8 helper');
    const listLost = words('native', {}, [...list, killed(8, 'helper', 12288), killed(9, 'helper', 10240)]);
    expect(listLost).toContain('2 other processes were killed, the last pid 9 helper, which held 10 MiB');
  });

  it('takes pages for what they are on this machine', () => {
    expect(words('native', {}, [...list, killed(8, 'helper', 3072 * 64)])).toContain('pid 8 helper 192 MiB');
  });

  it('is told from /proc where the kernel prints no list', () => {
    const processes = [
      process(5, 'a', { anonBytes: 20 * mebibyte }),
      process(6, 'b', { anonBytes: 30 * mebibyte }),
    ];
    expect(words('anonymous', { processes })).toBe('pid 6 b 30 MiB, pid 5 a 20 MiB');
  });

  it('is for files who had them open for writing or mapped, or wrote others beside them', () => {
    const [a, b] = [
      { path: '/s/a', bytes: 5 },
      { path: '/s/b', bytes: 4 },
    ];
    const processes = [process(5, 'writer'), process(6, 'other')];
    const open = [{ ...a, pids: [5], how: 'open' as const }];
    expect(words('tmpfs', { processes, mounts: files(a), writtenFiles: open })).toBe(
      '/s/a, written by pid 5 writer (it had the file open for writing)',
    );
    expect(words('tmpfs', { processes, mounts: files(b), writtenFiles: open })).toBe(
      '/s/b, written by pid 5 writer (it was seen writing other files beside it)',
    );
    const mapped = [{ ...a, pids: [5, 6], how: 'mapped' as const }];
    expect(words('tmpfs', { processes, mounts: files(a), writtenFiles: mapped })).toBe(
      '/s/a, written by pid 5 writer, pid 6 other (they had the file mapped)',
    );
  });

  it('is for files of the same writers told together, and for those of several with the size of the largest', () => {
    const mounts = files({ path: '/s/a', bytes: 9 * mebibyte }, { path: '/s/b', bytes: 4 * mebibyte });
    const processes = [process(5, 'writer'), process(6, 'other')];
    const open = { path: '/s/a', bytes: 9 * mebibyte, pids: [5], how: 'open' as const };
    expect(words('tmpfs', { processes, mounts, writtenFiles: [open] })).toBe(
      '/s/a and others, written by pid 5 writer (it had the file open for writing)',
    );
    const mapped = { path: '/s/b', bytes: 4 * mebibyte, pids: [6], how: 'mapped' as const };
    expect(words('tmpfs', { processes, mounts, writtenFiles: [open, mapped] })).toBe(
      '/s/a (9 MiB), written by pid 5 writer (it had the file open for writing); ' +
        '/s/b (4 MiB), written by pid 6 other (it had the file mapped)',
    );
  });

  it('is for files that nobody was seen writing the only process, or who wrote by far the most, or not known', () => {
    const mounts = files({ path: '/s/a', bytes: 5, uid: 33 });
    const alone = [process(5, 'writer')];
    expect(words('tmpfs', { processes: alone, mounts })).toBe(
      '/s/a, written by pid 5 writer (no other process was seen)',
    );
    const [busy, idle] = [process(5, 'w', { writtenBytes: 900 }), process(6, 'o', { writtenBytes: 10 })];
    expect(words('tmpfs', { processes: [idle, busy], mounts })).toBe(
      '/s/a, written by pid 5 w (with its ended children it wrote by far the most of all files, by /proc/PID/io)',
    );
    const both = [busy, process(6, 'o', { writtenBytes: 800 })];
    expect(words('tmpfs', { processes: both, mounts })).toBe(
      '/s/a: no process was seen writing it; the file is owned by uid 33',
    );
  });

  it("is not for files of others, on the host's own mounts, that changed meanwhile", () => {
    const own = { ...files({ path: '/s/a', bytes: mebibyte })[0], own: true };
    const host = { ...files({ path: '/host/big', bytes: 9 * mebibyte })[0], point: '/host', own: false };
    const holders = [
      { when: 'start', charged: { shmem: 0 }, mounts: [host, own], deletedFiles: [], sysvBytes: 0 },
      { when: 'after', charged: { shmem: mebibyte }, mounts: [host, own], deletedFiles: [], sysvBytes: 0 },
    ].map((line) => ({ ...line, mounts: line.mounts.map((mount) => ({ ...mount, usedBytes: mebibyte })) }));
    const recording = { holders, pod: [], lives: [] } as unknown as ExecRecording;
    const { files: held } = heldByOf(recording, { reports: [], decisive: null } as unknown as Kills);
    expect(held.map(({ path }) => path)).toEqual(['/s/a']);
  });

  it('is for files that are deleted who has them, of each kind together', () => {
    const processes = [process(5, 'daemon'), process(6, 'other')];
    const deletedFiles = [
      deletedFile('/s/a', 'tmpfs', 5),
      deletedFile('/s/b', 'tmpfs', 5),
      deletedFile('/d/c', 'disk', 5),
    ];
    expect(words('tmpfs', { processes, deletedFiles })).toBe(
      '20 MiB in 2 files, deleted and still in use, the largest /s/a: pid 5 daemon',
    );
    const many = Array.from({ length: 6 }, () => deletedFile('/dev/zero', 'memfd', 5));
    expect(words('shared-memory', { processes, deletedFiles: many })).toBe(
      '60 MiB in anonymous shared memory and others: pid 5 daemon',
    );
    const shared = [deletedFile('/memfd:x', 'memfd', 5, 6), deletedFile('/dev/zero', 'memfd', 6)];
    expect(words('shared-memory', { processes, deletedFiles: shared })).toBe(
      '10 MiB in /memfd:x: pid 5 daemon, pid 6 other; 10 MiB in anonymous shared memory: pid 6 other',
    );
  });

  it('is for System V segments who made them', () => {
    const sysvSegments = [
      { bytes: 20 * mebibyte, creatorPid: 5 },
      { bytes: 10 * mebibyte, creatorPid: 5 },
    ];
    expect(words('shared-memory', { processes: [process(5, 'a')], sysvSegments })).toBe(
      '30 MiB in System V segments made by pid 5 a',
    );
  });

  it('is left out where nobody can be named, as in a recording of 0.1.0 without holders', () => {
    expect(words('native', {})).toBeNull();
    expect(words('dirty-cache', {})).toBeNull();
  });
});
