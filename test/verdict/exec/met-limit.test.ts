import { describe, expect, it } from 'vitest';
import type { NestedCgroup } from '../../../harness/recording/evidence-lines.ts';
import type { ExecRecording } from '../../../harness/recording/recording.ts';
import { parseKernelReports, type KernelReport } from '../../../harness/kernel/oom-report.ts';
import { metLimitOf } from '../../../harness/verdict/exec/met-limit.ts';

const mebibyte = 2 ** 20;
const own = '/sys/fs/cgroup/x/not-a-leak-exec-1';

const cgroup = (path: string, change: Partial<NestedCgroup> = {}): NestedCgroup => ({
  path,
  limitBytes: null,
  oomKills: 0,
  limitEvents: 0,
  ooms: null,
  ...change,
});

function metLimit(report: KernelReport | null, cgroups: NestedCgroup[], counts = cgroup('')) {
  const nested = { kind: 'nested-cgroups' as const, arm: 'exec', atMs: 0, own: counts, cgroups };
  return metLimitOf({ exec: { cgroup: own }, nested } as unknown as ExecRecording, report);
}

function reportOn(limited: string, words = ''): KernelReport {
  const lines = [
    words,
    `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=${limited},task_memcg=${limited},task=a,pid=5,uid=0`,
    'Memory cgroup out of memory: Killed process 5 (a) total-vm:1kB',
  ];
  return parseKernelReports(lines)[0] as KernelReport;
}

describe('the limit that was met', () => {
  it("is that of exec by the kernel's word, whatever cgroups there are below", () => {
    const below = cgroup('job', { limitBytes: 20 * mebibyte, limitEvents: 9, oomKills: 1 });
    expect(metLimit(reportOn('/x/not-a-leak-exec-1'), [below])).toBe(null);
  });

  it("is that of a cgroup below by the kernel's word, with the figure that the kernel prints, or what it had at the end", () => {
    const limited = '/x/not-a-leak-exec-1/batch/job';
    const usage = 'memory: usage 20480kB, limit 20480kB, failcnt 41';
    expect(metLimit(reportOn(limited, usage), [])).toEqual({
      cgroup: 'batch/job',
      limitBytes: 20 * mebibyte,
    });
    const there = cgroup('batch/job', { limitBytes: 21 * mebibyte });
    expect(metLimit(reportOn(limited), [there])).toEqual({
      cgroup: 'batch/job',
      limitBytes: 21 * mebibyte,
    });
    expect(metLimit(reportOn(limited), [])).toEqual({ cgroup: 'batch/job', limitBytes: null });
  });

  it("is known by the cgroups' own counts where the kernel's log is not there", () => {
    const job = { path: 'job', limitBytes: 20 * mebibyte };
    const onV1 = cgroup('job', { ...job, oomKills: 1, limitEvents: 40 });
    expect(metLimit(null, [cgroup('manager'), onV1])).toEqual({
      cgroup: 'job',
      limitBytes: 20 * mebibyte,
    });
    const onV2 = cgroup('job', { ...job, limitEvents: 40, ooms: 1 });
    expect(metLimit(null, [onV2], cgroup('', { limitEvents: 7, ooms: 0 }))).toEqual({
      cgroup: 'job',
      limitBytes: 20 * mebibyte,
    });
  });

  it('is taken for that of exec where its own counts say that this was met', () => {
    const job = cgroup('job', { limitBytes: 20 * mebibyte, oomKills: 1, limitEvents: 40 });
    expect(metLimit(null, [job], cgroup('', { limitEvents: 3 }))).toBe(null);
    expect(metLimit(null, [job], cgroup('', { limitEvents: 3, ooms: 1 }))).toBe(null);
  });

  it('is not known where the cgroup is gone, and the log with it', () => {
    expect(metLimit(null, [])).toEqual({ cgroup: null, limitBytes: null });
  });
});
