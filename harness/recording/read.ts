import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure, systemCode } from '../errors.ts';
import {
  columns,
  schemaVersion,
  type ArmEndedLine,
  type ArmLine,
  type EvidenceLine,
  type HostOomLine,
  type HeapLine,
  type LifeEndedLine,
  type LifeReadyLine,
  type LifeStartedLine,
  type LoadBin,
  type LoadEndedLine,
  type NodeLine,
  type RecordingLine,
  type RunEndedLine,
  type RunLine,
  type Sample,
  type SampleRow,
  type SamplerLine,
  type ScenarioLine,
} from './types.ts';
import type { HoldersLine, KernelLogLine, LeftBehindLine } from './evidence-lines.ts';
import type { ExecLine } from './exec-line.ts';
import { asLine } from './line-schema.ts';
import { recordingName } from './write.ts';

/** A recording, sorted by arm. */
export interface Recording {
  run: RunLine;
  scenarios: ScenarioLine[];
  arms: ArmRecording[];
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
}

export interface ArmRecording extends CgroupRecording {
  arm: ArmLine;
}

export interface ExecRecording extends CgroupRecording {
  exec: ExecLine;
}

/** Reads the recording in a folder; throws a usage Failure where it is none. */
export async function readRecording(directory: string, name = recordingName): Promise<Recording> {
  const path = join(directory, name);
  const unreadable: number[] = [];
  const lines: RecordingLine[] = [];
  try {
    let number = 0;
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number++;
      const line = parse(text);
      if (line) lines.push(line);
      else unreadable.push(number);
    }
  } catch (error) {
    if (!systemCode(error)) throw error;
    throw new Failure('usage', `There is no recording at ${path} (${systemCode(error)}).`, { cause: error });
  }
  const run = lines.find((line) => line.kind === 'run');
  if (!run) throw new Failure('usage', `${path}:1:1: is no recording: it has no line of kind "run"`);
  if (run.schemaVersion !== schemaVersion) {
    throw new Failure(
      'usage',
      `${path}: is of schema version ${run.schemaVersion}; this tool reads ${schemaVersion}`,
    );
  }
  return { ...sort(lines, run), unreadable };
}

function parse(text: string): RecordingLine | null {
  try {
    return asLine(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function sort(lines: RecordingLine[], run: RunLine): Omit<Recording, 'unreadable'> {
  const scenarios: ScenarioLine[] = [];
  const arms = new Map<string, ArmRecording>();
  let exec: ExecRecording | null = null;
  let ended: RunEndedLine | null = null;
  let hostOom: HostOomLine | null = null;
  for (const line of lines) {
    if (line.kind === 'scenario') scenarios.push(line);
    else if (line.kind === 'arm') arms.set(line.arm, { arm: line, ...emptyCgroup() });
    else if (line.kind === 'exec') exec = { exec: line, ...emptyCgroup() };
    else if (line.kind === 'run-ended') ended = line;
    else if (line.kind === 'host-oom') hostOom = line;
    else if (line.kind !== 'run') take(arms.get(line.arm) ?? exec, line, run.columns);
  }
  return { run, scenarios, arms: [...arms.values()], exec, hostOom, ended };
}

function emptyCgroup(): CgroupRecording {
  const nothing = { startedMs: null, ended: null, loadEnded: null, sampler: null };
  const none = { lives: [], pod: [], heap: [], bins: [], evidence: [], node: [], holders: [] };
  return { ...nothing, ...none, kernelLog: null, leftBehind: null };
}

type ArmsOwnLine = Exclude<
  RecordingLine,
  RunLine | ScenarioLine | ArmLine | ExecLine | HostOomLine | RunEndedLine
>;

function take(arm: CgroupRecording | null, line: ArmsOwnLine, names: readonly string[]): void {
  if (!arm) return;
  const life = 'life' in line ? arm.lives.find(({ life: number }) => number === line.life) : undefined;
  switch (line.kind) {
    case 'arm-started':
      arm.startedMs = line.atMs;
      break;
    case 'arm-ended':
      arm.ended = line;
      break;
    case 'samples':
      if (line.level === 'pod') for (const row of line.rows) arm.pod.push(sampleOf(row, names));
      break;
    case 'sampler':
      arm.sampler = line;
      break;
    case 'node':
      arm.node.push(line);
      break;
    case 'evidence':
      arm.evidence.push(line);
      break;
    case 'holders':
      arm.holders.push(line);
      break;
    case 'kernel-log':
      arm.kernelLog = line;
      break;
    case 'left-behind':
      arm.leftBehind = line;
      break;
    case 'life-started':
      arm.lives.push({ life: line.life, started: line, ready: null, ended: null });
      break;
    case 'life-ready':
      if (life) life.ready = line;
      break;
    case 'life-ended':
      if (life) life.ended = line;
      break;
    case 'heap':
      arm.heap.push(line);
      break;
    case 'load':
      arm.bins.push(...line.bins);
      break;
    case 'load-ended':
      arm.loadEnded = line;
      break;
  }
}

function sampleOf(row: SampleRow, names: readonly string[]): Sample {
  return Object.fromEntries(
    columns.map((name) => [name, row[names.indexOf(name)] ?? null]),
  ) as unknown as Sample;
}
