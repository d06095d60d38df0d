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
import { recordingName } from './write.ts';

/** A recording, sorted by arm. */
export interface Recording {
  run: RunLine;
  scenarios: ScenarioLine[];
  arms: ArmRecording[];
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

export interface ArmRecording {
  arm: ArmLine;
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
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'kind' in value ? (value as RecordingLine) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function sort(lines: RecordingLine[], run: RunLine): Omit<Recording, 'unreadable'> {
  const scenarios: ScenarioLine[] = [];
  const arms = new Map<string, ArmRecording>();
  let ended: RunEndedLine | null = null;
  for (const line of lines) {
    if (line.kind === 'scenario') scenarios.push(line);
    else if (line.kind === 'arm') arms.set(line.arm, emptyArm(line));
    else if (line.kind === 'run-ended') ended = line;
    else if (line.kind !== 'run') take(arms.get(line.arm), line, run.columns);
  }
  return { run, scenarios, arms: [...arms.values()], ended };
}

function emptyArm(arm: ArmLine): ArmRecording {
  const nothing = { startedMs: null, ended: null, loadEnded: null, sampler: null };
  return { arm, ...nothing, lives: [], pod: [], heap: [], bins: [], evidence: [], node: [] };
}

type ArmsOwnLine = Exclude<RecordingLine, RunLine | ScenarioLine | ArmLine | RunEndedLine>;

function take(arm: ArmRecording | undefined, line: ArmsOwnLine, names: readonly string[]): void {
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
