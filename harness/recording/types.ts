/**
 * The recording: one JSON object a line, in the order in which things became known. It is the only input
 * of the verdict. Every `atMs` is the kernel's CLOCK_MONOTONIC in milliseconds, one clock for all
 * processes of a host; sizes are bytes; what is not known is null.
 */
import type { Expect, Setup } from '../scenario/schema.ts';
import type { ExecLine } from './exec-line.ts';
import type { HoldersLine, KernelLogLine, LeftBehindLine } from './evidence-lines.ts';

export const schemaVersion = 1;

/** One thing that a platform takes, and whether it is there. */
export interface Check {
  name: string;
  /** `warn`: a run is possible, but less sure or less quick. */
  state: 'ok' | 'warn' | 'missing';
  /** What was found: a version, a size, or why it is not there. */
  found: string;
  /** What to do about it; null where all is well. */
  mend: string | null;
}

/** The figures of a memory cgroup in the order in which a sample row gives them; see `columns`. */
export interface Sample {
  atMs: number;
  /** Charged to the cgroup and all below it. */
  usage: number;
  anon: number;
  /** All file cache, shmem included. */
  file: number;
  /** tmpfs files, memfd, SysV and other shared memory; part of `file`. */
  shmem: number;
  dirty: number;
  writeback: number;
  /** Pages that can't be reclaimed because they are locked. */
  unevictable: number;
  inactiveFile: number;
  /** Null in recordings from before it was kept. */
  activeFile: number | null;
  slabReclaimable: number | null;
  slabUnreclaimable: number | null;
  kernelStack: number | null;
  pageTables: number | null;
  sock: number | null;
  /** All kernel memory. */
  kernel: number | null;
  /** Charges that met the limit and set reclaim going (v2 `max`, v1 `failcnt`), at this cgroup. */
  limitEvents: number;
  /** Processes killed at the limit, as counted in this cgroup. */
  oomKills: number;
}

export const columns = [
  'atMs',
  'usage',
  'anon',
  'file',
  'shmem',
  'dirty',
  'writeback',
  'unevictable',
  'inactiveFile',
  'activeFile',
  'slabReclaimable',
  'slabUnreclaimable',
  'kernelStack',
  'pageTables',
  'sock',
  'kernel',
  'limitEvents',
  'oomKills',
] as const satisfies readonly (keyof Sample)[];

export type SampleRow = readonly (number | null)[];

export interface HostFacts {
  kernel: string;
  cgroupVersion: 1 | 2;
  /** /sys/kernel/mm/lru_gen/enabled, null where the kernel has no MGLRU. */
  lruGen: string | null;
  /** Null where it is not known, as of a daemon's host far away. */
  swapBytes: number | null;
  processors: number;
  memoryBytes: number;
  availableBytes: number;
  node: string;
  /** Whether DAMON page-out runs, which shrinks idle file cache by itself. */
  damon: boolean | null;
  /** The disk under the disk scratch; null where no arm has one. */
  disk: { directory: string; fileSystem: string; device: string; writeBytesPerSecond: number } | null;
  /**
   * Whether the lives of an arm share a limited cgroup, so that what one leaves on a tmpfs counts against
   * the next. Absent where they always do.
   */
  residueCounts?: boolean;
}

export interface RunLine {
  kind: 'run';
  schemaVersion: number;
  version: string;
  /** Wall clock, ISO 8601. */
  startedAt: string;
  atMs: number;
  platform: string;
  load: string;
  /** Null where it is lost. */
  seed: number | null;
  host: HostFacts | null;
  /** What the platform takes, as it was found before the run. */
  checks: Check[];
  columns: readonly string[];
}

export interface ScenarioLine {
  kind: 'scenario';
  name: string;
  title: string;
  story: string;
  file: string;
}

export interface ArmLine {
  kind: 'arm';
  arm: string;
  scenario: string;
  name: string;
  title: string;
  setup: Setup;
  /** As it holds on this host. */
  expect: Expect;
  /** Where each expectation stands, as `file:line:col`; absent in recordings from before it was kept. */
  expectedAt?: Record<string, string>;
  /** Why this is expected of this host; absent where it is expected of every host. */
  because?: string;
  /** Why it does not run here; absent where it does. */
  skipped?: string;
}

/** The load began: zero of the arm's own clock. */
export interface ArmStartedLine {
  kind: 'arm-started';
  arm: string;
  atMs: number;
}

export interface ArmEndedLine {
  kind: 'arm-ended';
  arm: string;
  atMs: number;
  /** Of a command: `ended` by itself or by a kill, or ended by the tool at its `timeout`. */
  reason: 'load-done' | 'shown' | 'interrupted' | 'failed' | 'ended' | 'timeout';
}

/** Rows of one cgroup, about a tenth of a second of them. `level` is `pod`, or `life-N` for a container. */
export interface SamplesLine {
  kind: 'samples';
  arm: string;
  level: string;
  rows: SampleRow[];
}

/** A container's cgroup came, had a process killed in it, or went, as the sampler saw it. */
export interface ContainerLine {
  kind: 'container';
  arm: string;
  /** Name of the cgroup's folder. */
  level: string;
  atMs: number;
  state: 'seen' | 'killed' | 'gone';
  /** Kills counted in it so far. */
  oomKills: number;
}

/** A notice of the sampler, less what all of them share. */
export type Notice = Omit<ContainerLine, 'kind' | 'arm'>;

/** A command that a person would run by hand, and what it really printed. */
export interface EvidenceLine {
  kind: 'evidence';
  arm: string;
  atMs: number;
  /** What it shows, in words. */
  what: string;
  command: string;
  output: string;
  exitCode: number | null;
}

/** What the whole node could still give, in bytes (MemAvailable), ten times a second. */
export interface NodeLine {
  kind: 'node';
  arm: string;
  atMs: number;
  memAvailable: number;
}

/** What the sampler did itself. A tick is missed where it came later than one interval. */
export interface SamplerLine {
  kind: 'sampler';
  arm: string;
  intervalMs: number;
  ticks: number;
  missedTicks: number;
  longestGapMs: number;
  cpuMs: number;
  wallMs: number;
}

export interface LifeStartedLine {
  kind: 'life-started';
  arm: string;
  life: number;
  atMs: number;
  pid: number;
  cgroup: string;
}

export interface LifeReadyLine {
  kind: 'life-ready';
  arm: string;
  life: number;
  atMs: number;
}

export interface LifeEndedLine {
  kind: 'life-ended';
  arm: string;
  life: number;
  atMs: number;
  exitCode: number | null;
  signal: string | null;
  /** What the platform gives as the reason (Kubernetes: OOMKilled, Error, StartError); null where it gives none. */
  reason: string | null;
  /** Set where the harness ended it, so that its end says nothing of the app. */
  stopped: boolean;
  /** The container cgroup's own count, read once the process was gone. */
  oomKills: number;
  /** The file and field that the count came from. */
  oomKillsFrom: string;
  /** The most that was ever charged, by the kernel's own mark; absent where it was not read. */
  peakBytes?: number | null;
  /** What the pod still holds after the death. */
  pod: { usage: number; shmem: number };
  /** What lies on its volume; null where nobody can look. */
  scratch: Scratch | null;
  /** Its last lines of output. */
  lastLines: string[];
}

export interface Scratch {
  files: number;
  bytes: number;
  fileSystem: string;
}

/** The app's own figures, from its /metrics. */
export interface HeapLine {
  kind: 'heap';
  arm: string;
  atMs: number;
  heapUsed: number;
  external: number | null;
  /** What the stacks of its threads hold; null or absent where it does not tell. */
  threadStacks?: number | null;
}

/** Counts of one bin of load: arrivals that fell due in it, and what became of them. */
export interface LoadBin {
  /** Since the load began. */
  fromMs: number;
  scheduled: number;
  /** Requests that were sent in this bin. */
  started: number;
  /** Answered 2xx in this bin. */
  ok: number;
  /** Answered 507 in this bin: the volume is full. */
  diskFull: number;
  /** Answered otherwise, or broken off. */
  failed: number;
  /** Not sent, or sent in vain, because nothing listened. */
  refused: number;
  /** Not sent because maxVUs requests were in flight. */
  dropped: number;
}

export interface LoadLine {
  kind: 'load';
  arm: string;
  binMs: number;
  bins: LoadBin[];
}

export interface LoadEndedLine {
  kind: 'load-ended';
  arm: string;
  atMs: number;
  /** Without an answer when the load ended. */
  unfinished: number;
  /** Of answered requests; null where there were none. */
  latencyMs: { p50: number; p95: number; p99: number; max: number } | null;
}

/** The kernel killed for want of memory during the run, at whatever limit. */
export interface HostOomLine {
  kind: 'host-oom';
  atMs: number;
  /** All kills on this host, those of the arms with them (/proc/vmstat: oom_kill). */
  kills: number;
  /** The kernel's lines on those for want of memory on the whole host; null where its log can't be read. */
  kernelLines: string[] | null;
}

export interface RunEndedLine {
  kind: 'run-ended';
  atMs: number;
  /** SIGINT or SIGTERM where one cut the run short. */
  interrupted: string | null;
  /** The message of the failure that ended the run early. */
  failure: string | null;
  /** The exit code of a run that was cut short or failed; null leaves it to the verdict. */
  exitCode: number | null;
}

export type RecordingLine =
  | ExecLine
  | HoldersLine
  | KernelLogLine
  | LeftBehindLine
  | RunLine
  | ScenarioLine
  | ArmLine
  | ArmStartedLine
  | ArmEndedLine
  | SamplesLine
  | SamplerLine
  | NodeLine
  | ContainerLine
  | EvidenceLine
  | LifeStartedLine
  | LifeReadyLine
  | LifeEndedLine
  | HeapLine
  | LoadLine
  | LoadEndedLine
  | HostOomLine
  | RunEndedLine;

/** Where lines go while a run goes on. */
export type Recorder = (line: RecordingLine) => void;
