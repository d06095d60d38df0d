import { describe, expect, it } from 'vitest';
import type { ExecRecording, Recording } from '../../../harness/recording/recording.ts';
import type { LifeEndedLine, Sample } from '../../../harness/recording/types.ts';
import { judgeExec } from '../../../harness/verdict/exec/judge-exec.ts';
import { sample as bareSample } from '../../recording.ts';

const mebibyte = 2 ** 20;
const limitBytes = 64 * mebibyte;
const cgroup = '/sys/fs/cgroup/memory/not-a-leak-exec-x';

const sample = (atMs: number, change: Partial<Sample> = {}): Sample =>
  bareSample(atMs, { usage: 63 * mebibyte, anon: 60 * mebibyte, sock: null, ...change });

const killLines = (pid: number, constraint = 'CONSTRAINT_MEMCG', limited = '/not-a-leak-exec-x') => [
  'Memory cgroup stats for /not-a-leak-exec-x:',
  'anon 62914560',
  'file 0',
  'shmem 0',
  `oom-kill:constraint=${constraint},oom_memcg=${limited},task_memcg=/not-a-leak-exec-x,task=a,pid=${pid},uid=0`,
  `Memory cgroup out of memory: Killed process ${pid} (a)`,
];

interface Story {
  end: Partial<LifeEndedLine>;
  lines?: string[];
  unreadable?: string;
  reason?: 'ended' | 'timeout' | 'interrupted';
  pod?: Sample[];
  longestGapMs?: number;
}

function judge({ end, lines = [], unreadable, reason = 'ended', pod, longestGapMs = 2 }: Story) {
  const arm = 'exec';
  const ended: LifeEndedLine = {
    kind: 'life-ended',
    arm,
    life: 1,
    atMs: 1000,
    exitCode: null,
    signal: null,
    reason: null,
    stopped: false,
    oomKills: 0,
    oomKillsFrom: 'memory.oom_control',
    peakBytes: limitBytes,
    pod: { usage: 0, shmem: 0 },
    scratch: null,
    lastLines: [],
    ...end,
  };
  const of: ExecRecording = {
    exec: {
      kind: 'exec',
      arm,
      argv: ['a'],
      limitBytes,
      scratch: [],
      timeoutMs: null,
      heapSource: null,
      cgroup,
    },
    startedMs: 0,
    ended: { kind: 'arm-ended', arm, atMs: 1100, reason },
    lives: [
      {
        life: 1,
        started: { kind: 'life-started', arm, life: 1, atMs: 0, pid: 5, cgroup },
        ready: null,
        ended,
      },
    ],
    limits: [],
    pod: pod ?? [sample(10), sample(995)],
    heap: [],
    bins: [],
    loadEnded: null,
    loadCommand: null,
    loadLog: null,
    loadMetric: null,
    sampler: {
      kind: 'sampler',
      arm,
      intervalMs: 1,
      ticks: 1,
      missedTicks: 0,
      longestGapMs,
      cpuMs: 1,
      wallMs: 100,
    },
    evidence: [],
    holders: [],
    kernelLog: {
      kind: 'kernel-log',
      arm,
      atMs: 1050,
      lines,
      unreadable: unreadable ?? null,
      pidsComparable: true,
    },
    leftBehind: null,
    nested: null,
    node: [],
  };
  const recording = {
    run: { version: '0', host: null },
    ended: { interrupted: null, failure: null, exitCode: null },
    unreadable: [],
  };
  return judgeExec(recording as unknown as Recording, of);
}

const killed = { signal: 'SIGKILL', oomKills: 1 };

describe('the outcome of a command', () => {
  it('has no kill after its end, though the sample that counts it came later', () => {
    const pod = [sample(995), sample(1020, { oomKills: 1 })];
    const end = { exitCode: 137, oomKills: 1 };
    expect(judge({ end, lines: killLines(6), pod })).toMatchObject({ killedAfterMs: 1000, durationMs: 1000 });
  });

  it('is oom-killed where the counter rose and the kernel names the main process', () => {
    expect(judge({ end: killed, lines: killLines(5) })).toMatchObject({
      outcome: 'oom-killed',
      cause: 'native',
    });
  });

  it("is oom-killed where the counter rose, SIGKILL ended it and the log can't be read, which is said", () => {
    const findings = judge({ end: killed, unreadable: 'EPERM' });
    expect(findings).toMatchObject({ outcome: 'oom-killed', kernelLog: { missing: 'EPERM' } });
    expect(findings.compositionFrom).toContain('last sample');
  });

  it.each([
    [{ signal: 'SIGKILL', exitCode: null }],
    [{ signal: 'SIGSEGV', exitCode: null }],
    [{ signal: null, exitCode: 137 }],
    [{ signal: null, exitCode: 0 }],
  ])('is exited for %j without a counted kill', (end) => {
    expect(judge({ end })).toMatchObject({ outcome: 'exited', cause: null, killedAfterMs: null });
  });

  it('is child-oom-killed where the main process ended otherwise, also with 137 of its own', () => {
    const end = { exitCode: 137, oomKills: 1 };
    expect(judge({ end, lines: killLines(6) }).outcome).toBe('child-oom-killed');
  });

  it("is child-oom-killed by the kernel's log alone where the victim's cgroup is gone with its counter", () => {
    const lines = killLines(6, 'CONSTRAINT_MEMCG', '/not-a-leak-exec-x/job');
    const found = judge({
      end: { exitCode: 137, oomKills: 0 },
      lines: ['memory: usage 20480kB, limit 20480kB', ...lines],
    });
    expect(found).toMatchObject({
      outcome: 'child-oom-killed',
      oomKills: 1,
      limitBytes,
      metLimit: { cgroup: 'job', limitBytes: 20 * mebibyte },
    });
    expect(found.evidence[0]).toMatchObject({ value: 1, from: expect.stringContaining('/dev/kmsg') });
  });

  it('is child-oom-killed by the samples alone where these saw the counter before it went', () => {
    const pod = [sample(10), sample(900), sample(950, { oomKills: 1 })];
    expect(judge({ end: { exitCode: 137, oomKills: 0 }, unreadable: 'EPERM', pod })).toMatchObject({
      outcome: 'child-oom-killed',
      oomKills: 1,
      killedAfterMs: 950,
    });
  });

  it('is child-oom-killed where a child was the victim and SIGKILL from outside ended the main process', () => {
    expect(judge({ end: killed, lines: killLines(6) }).outcome).toBe('child-oom-killed');
  });

  it('is inconclusive where the whole host ran out, or a cgroup above', () => {
    expect(judge({ end: killed, lines: killLines(5, 'CONSTRAINT_NONE') })).toMatchObject({
      outcome: 'inconclusive',
      toolExitCode: 5,
    });
    expect(judge({ end: killed, lines: killLines(5, 'CONSTRAINT_MEMCG', '/above') }).outcome).toBe(
      'inconclusive',
    );
  });

  it("is inconclusive where neither the kernel's table nor a fresh sample shows what filled the limit", () => {
    const pod = [sample(10), sample(200)];
    expect(judge({ end: killed, unreadable: 'EPERM', pod }).outcome).toBe('inconclusive');
    expect(judge({ end: killed, unreadable: 'EPERM', longestGapMs: 2000 }).outcome).toBe('inconclusive');
    expect(judge({ end: killed, lines: killLines(5), pod }).outcome).toBe('oom-killed');
  });

  it('has no cause where the last sample shows a limit that is far from full, and there is no table', () => {
    const pod = [sample(10), sample(995, { usage: 5 * mebibyte, anon: 4 * mebibyte })];
    expect(judge({ end: killed, unreadable: 'EPERM', pod })).toMatchObject({
      outcome: 'oom-killed',
      cause: 'unknown',
      causeReason: expect.stringContaining('only 5 MiB'),
    });
  });

  it('is stalled at the timeout where nothing can be dropped and the limit is met by the thousand', () => {
    const pod = [sample(10), sample(500, { limitEvents: 100 }), sample(995, { limitEvents: 9000 })];
    const end = { signal: 'SIGTERM', stopped: true };
    expect(judge({ end, reason: 'timeout', pod })).toMatchObject({ outcome: 'stalled', cause: 'native' });
  });

  it('is survived at the timeout where what meets the limit is clean cache', () => {
    const clean = { anon: mebibyte, file: 60 * mebibyte, inactiveFile: 60 * mebibyte };
    const pod = [sample(10, clean), sample(995, { ...clean, limitEvents: 9000 })];
    const end = { signal: 'SIGTERM', stopped: true };
    expect(judge({ end, reason: 'timeout', pod })).toMatchObject({ outcome: 'survived', cause: null });
  });
});
