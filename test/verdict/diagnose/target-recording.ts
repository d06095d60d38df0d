import { readFileSync } from 'node:fs';
import type { Recording, TargetRecording } from '../../../harness/recording/recording.ts';
import type { HoldersLine, LimitsLine, Sample, TargetLine } from '../../../harness/recording/types.ts';
import { lostRun } from '../../../harness/recording/recording.ts';
import { judgeTarget } from '../../../harness/verdict/diagnose/judge-target.ts';
import { sample } from '../../recording.ts';

export const mebibyte = 2 ** 20;
const cgroup = '/sys/fs/cgroup/memory/pods/pod-1';

/** What a look told. */
export interface Story {
  target?: Partial<TargetLine>;
  limitBytes?: number | null;
  /** What each of 100 samples tells, 100 ms apart, by its second. */
  at?: (second: number) => Partial<Sample>;
  /** In place of that, samples with their own times. */
  pod?: Sample[];
  holders?: Partial<HoldersLine>[];
  /** Of a cgroup below it. */
  limitBelowBytes?: number;
  heap?: ((second: number) => number) | undefined;
  kernelLines?: string[];
}

export const targetLine: TargetLine = {
  kind: 'target',
  arm: 'target',
  atMs: 0,
  wallMs: 1_700_000_000_000,
  target: { kind: 'pod', name: 'api', namespace: 'shop' },
  via: "read from this host's cgroups",
  blindTo: [],
  cgroup,
  asked: null,
  restarts: 0,
  ends: [],
  afresh: 'start it afresh',
  isSandboxed: false,
  notes: [],
};

const seconds = Array.from({ length: 100 }, (_, index) => index / 10);

export function judgeStory(story: Story) {
  const of = recordingOf(story);
  const recording: Recording = {
    run: { ...lostRun, version: '0.1.0' },
    scenarios: [],
    arms: [],
    putAside: [],
    fixes: [],
    exec: null,
    target: of,
    hostOom: null,
    against: null,
    ended: null,
    unreadable: [],
  };
  return judgeTarget(recording, of);
}

function recordingOf({
  target = {},
  limitBytes = 128 * mebibyte,
  at,
  pod = at ? seconds.map((second) => sample(second * 1000, { sock: null, ...at(second) })) : [],
  holders = [],
  heap,
  kernelLines,
  limitBelowBytes,
}: Story): TargetRecording {
  return {
    target: { ...targetLine, ...target },
    startedMs: null,
    ended: null,
    lives: [],
    pod,
    limits: [
      ...limitsAt('pod', cgroup, limitBytes),
      ...(limitBelowBytes === undefined ? [] : limitsAt('c', `${cgroup}/c`, limitBelowBytes)),
    ],
    heap: heap
      ? seconds
          .filter((second) => second % 1 === 0)
          .map((second) => ({
            kind: 'heap',
            arm: 'target',
            atMs: second * 1000,
            tookMs: 1,
            heapUsed: heap(second),
            external: null,
            pids: [7],
          }))
      : [],
    bins: [],
    loadEnded: null,
    loadCommand: null,
    loadLog: null,
    loadMetric: null,
    sampler: null,
    evidence: [],
    node: [],
    holders: holders.map((one, index) => ({ ...emptyLook, atMs: index * 9800, ...one })),
    kernelLog: kernelLines
      ? {
          kind: 'kernel-log',
          arm: 'target',
          atMs: 9900,
          lines: kernelLines,
          timesMs: kernelLines.map((_, index) => -60_000 + index),
          unreadable: null,
          pidsComparable: true,
        }
      : null,
    leftBehind: null,
    nested: null,
  };
}

function limitsAt(level: string, of: string, limitBytes: number | null): LimitsLine[] {
  return [{ kind: 'limits', arm: 'target', level, atMs: 0, limits: [{ cgroup: of, limitBytes }] }];
}

const emptyLook: HoldersLine = {
  kind: 'holders',
  arm: 'target',
  atMs: 0,
  when: 'alive',
  charged: { usage: 1, shmem: 1, anon: 1, kernel: 0 },
  mounts: [],
  processes: [],
  deletedFiles: [],
  sysvBytes: 0,
  unixSocketBytes: null,
  tookMs: 5,
};

export function processOf(
  runtime: 'node' | 'jvm' | null,
  anonBytes: number,
): HoldersLine['processes'][number] {
  return {
    pid: 7,
    name: 'api',
    runtime,
    anonBytes,
    fileBytes: 0,
    shmemBytes: 0,
    pageTableBytes: 0,
    threads: 1,
    stackBytes: null,
    userMs: 0,
    systemMs: 0,
  };
}

/** Samples of a recording that was kept: columns of KiB, and of ms since the first. */
export function keptSamples(name: string): Sample[] {
  const text = readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
  const { atMs = [], ...columns } = JSON.parse(text) as Record<string, number[]>;
  return atMs.map((ms, index) => {
    const figures = Object.entries(columns).map(([column, all]) => [column, (all[index] ?? 0) * 1024]);
    return sample(ms, { sock: null, ...(Object.fromEntries(figures) as Partial<Sample>) });
  });
}
