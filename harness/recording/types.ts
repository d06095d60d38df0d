/**
 * The recording: one JSON object a line, in the order in which things became known. It is the only input
 * of the verdict. Every `atMs` is the kernel's CLOCK_MONOTONIC in milliseconds, one clock for all
 * processes of a host; sizes are bytes; what is not known is null.
 */
import type { ArmEndedLine, ArmLine, ArmStartedLine } from './arm-lines.ts';
import type {
  EvidenceLine,
  HoldersLine,
  KernelLogLine,
  LeftBehindLine,
  NestedCgroupsLine,
} from './evidence-lines.ts';
import type { ExecLine } from './exec-line.ts';
import type { LifeEndedLine, LifeReadyLine, LifeStartedLine } from './life-lines.ts';
import type { HeapLine, LoadEndedLine, LoadLine } from './load-lines.ts';
import type { HostOomLine, RunEndedLine, RunLine, ScenarioLine } from './run-lines.ts';
import type { ContainerLine, LimitsLine, NodeLine, SamplerLine, SamplesLine } from './sample-lines.ts';

export type * from './arm-lines.ts';
export type * from './evidence-lines.ts';
export type * from './exec-line.ts';
export type * from './life-lines.ts';
export type * from './load-lines.ts';
export type * from './run-lines.ts';
export * from './sample-lines.ts';

export const schemaVersion = 2;
/** Those of before that are still read. */
export const oldestSchemaVersion = 1;

export type RecordingLine =
  | RunLine
  | ScenarioLine
  | RunEndedLine
  | HostOomLine
  | ArmLine
  | ExecLine
  | ArmStartedLine
  | ArmEndedLine
  | LifeStartedLine
  | LifeReadyLine
  | LifeEndedLine
  | SamplesLine
  | ContainerLine
  | LimitsLine
  | NodeLine
  | SamplerLine
  | LoadLine
  | LoadEndedLine
  | HeapLine
  | EvidenceLine
  | HoldersLine
  | KernelLogLine
  | LeftBehindLine
  | NestedCgroupsLine;

/** Where lines go while a run goes on. */
export type Recorder = (line: RecordingLine) => void;
