import type { ExecLine } from './exec-line.ts';
import type { HoldersLine, KernelLogLine, LeftBehindLine, NestedCgroupsLine } from './evidence-lines.ts';
import {
  columns,
  schemaVersion,
  type Against,
  type ArmEndedLine,
  type ArmLine,
  type EvidenceLine,
  type FixLine,
  type HeapLine,
  type HostOomLine,
  type LifeEndedLine,
  type LifeReadyLine,
  type LifeStartedLine,
  type LimitsLine,
  type LoadBin,
  type LoadCommandLine,
  type LoadEndedLine,
  type LoadLogLine,
  type LoadMetricLine,
  type NodeLine,
  type RunEndedLine,
  type RunLine,
  type Sample,
  type SamplerLine,
  type ScenarioLine,
  type TargetLine,
} from './types.ts';

/** Stands in for a lost line on the run: figures are read in this version's format. */
export const lostRun: RunLine = {
  kind: 'run',
  schemaVersion,
  version: 'unknown',
  startedAt: 'unknown',
  atMs: 0,
  platform: 'unknown',
  load: 'unknown',
  seed: null,
  host: null,
  checks: [],
  columns,
};

/** A recording, sorted by arm. */
export interface Recording {
  /** `lostRun` if its line is lost. */
  run: RunLine;
  scenarios: ScenarioLine[];
  arms: ArmRecording[];
  /** First tries of arms that ran again; not judged. */
  putAside: ArmRecording[];
  /** Patches as they were tried. */
  fixes: FixLine[];
  /** The command of `exec`; null for a run of scenarios. */
  exec: ExecRecording | null;
  /** What `diagnose` looked at; null for anything else. */
  target: TargetRecording | null;
  /** The earlier result that the run is compared with; null if there is none. */
  against: Against | null;
  /** Null if no host-wide OOM kill happened during the run. */
  hostOom: HostOomLine | null;
  /** Null if the recording breaks off. */
  ended: RunEndedLine | null;
  /** Numbers of the lines that could not be read. */
  unreadable: number[];
}

export interface Life {
  life: number;
  started: LifeStartedLine;
  ready: LifeReadyLine | null;
  ended: LifeEndedLine | null;
}

/** The recording of one cgroup, an arm's or a command's, and of what lived in it. */
export interface CgroupRecording {
  /** Null if the load never began. */
  startedMs: number | null;
  ended: ArmEndedLine | null;
  lives: Life[];
  pod: Sample[];
  /** The limits of the pod and its containers; none in recordings of 0.1.0. */
  limits: LimitsLine[];
  heap: HeapLine[];
  bins: LoadBin[];
  loadEnded: LoadEndedLine | null;
  /** The end of the command that was the load; null if none was. */
  loadCommand: LoadCommandLine | null;
  /** What shows that a load worked that can't be counted; null if it was not seen, or not asked for. */
  loadLog: LoadLogLine | null;
  loadMetric: LoadMetricLine | null;
  sampler: SamplerLine | null;
  evidence: EvidenceLine[];
  /** Memory available on the whole node. */
  node: NodeLine[];
  holders: HoldersLine[];
  kernelLog: KernelLogLine | null;
  leftBehind: LeftBehindLine | null;
  /** Null if the command made no cgroups of its own. */
  nested: NestedCgroupsLine | null;
}

export interface ArmRecording extends CgroupRecording {
  arm: ArmLine;
}

export interface TargetRecording extends CgroupRecording {
  target: TargetLine;
}

export interface ExecRecording extends CgroupRecording {
  exec: ExecLine;
}
