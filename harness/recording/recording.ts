import type { ExecLine } from './exec-line.ts';
import type { HoldersLine, KernelLogLine, LeftBehindLine, NestedCgroupsLine } from './evidence-lines.ts';
import {
  columns,
  schemaVersion,
  type ArmEndedLine,
  type ArmLine,
  type EvidenceLine,
  type HeapLine,
  type HostOomLine,
  type LifeEndedLine,
  type LifeReadyLine,
  type LifeStartedLine,
  type LimitsLine,
  type LoadBin,
  type LoadEndedLine,
  type NodeLine,
  type RunEndedLine,
  type RunLine,
  type Sample,
  type SamplerLine,
  type ScenarioLine,
} from './types.ts';

/** Stands for the line on the run where that is lost: the figures are read as this version writes them. */
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
  /** `lostRun` where its line is lost. */
  run: RunLine;
  scenarios: ScenarioLine[];
  arms: ArmRecording[];
  /** First tries of arms that ran once more: nothing is judged by them. */
  putAside: ArmRecording[];
  /** The command of `exec`; null for a run of scenarios. */
  exec: ExecRecording | null;
  /** Null where the kernel killed nobody during the run. */
  hostOom: HostOomLine | null;
  /** Null where the recording breaks off. */
  ended: RunEndedLine | null;
  /** Lines that could not be read, by number. */
  unreadable: number[];
}

export interface Life {
  life: number;
  started: LifeStartedLine;
  ready: LifeReadyLine | null;
  ended: LifeEndedLine | null;
}

/** What was recorded of one cgroup and of who lived in it: an arm's, or a command's. */
export interface CgroupRecording {
  /** Null where the load never began. */
  startedMs: number | null;
  ended: ArmEndedLine | null;
  lives: Life[];
  pod: Sample[];
  /** What limits the pod and its containers; none in recordings of 0.1.0. */
  limits: LimitsLine[];
  heap: HeapLine[];
  bins: LoadBin[];
  loadEnded: LoadEndedLine | null;
  sampler: SamplerLine | null;
  evidence: EvidenceLine[];
  /** What the whole node could still give. */
  node: NodeLine[];
  holders: HoldersLine[];
  kernelLog: KernelLogLine | null;
  leftBehind: LeftBehindLine | null;
  /** Null where the command made no cgroups of its own. */
  nested: NestedCgroupsLine | null;
}

export interface ArmRecording extends CgroupRecording {
  arm: ArmLine;
}

export interface ExecRecording extends CgroupRecording {
  exec: ExecLine;
}
