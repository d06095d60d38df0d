import type { ExecLine } from './exec-line.ts';
import {
  lostRun,
  type ArmRecording,
  type CgroupRecording,
  type ExecRecording,
  type Recording,
} from './recording.ts';
import type {
  ArmLine,
  HostOomLine,
  RecordingLine,
  RunEndedLine,
  RunLine,
  Sample,
  SamplesLine,
  ScenarioLine,
} from './types.ts';

/** Puts the lines of a recording where they belong, one by one, in their order. */
export class Arrangement {
  #run: RunLine = lostRun;
  #exec: ExecRecording | null = null;
  #ended: RunEndedLine | null = null;
  #hostOom: HostOomLine | null = null;
  readonly #scenarios: ScenarioLine[] = [];
  readonly #arms = new Map<string, ArmRecording>();
  readonly #putAside: ArmRecording[] = [];

  add(line: Exclude<RecordingLine, SamplesLine>): void {
    if (line.kind === 'run') this.#run = line;
    else if (line.kind === 'scenario') this.#scenarios.push(line);
    else if (line.kind === 'arm') this.#begin(line);
    else if (line.kind === 'exec') this.#exec = { exec: line, ...emptyCgroup() };
    else if (line.kind === 'run-ended') this.#ended = line;
    else if (line.kind === 'host-oom') this.#hostOom = line;
    else take(this.#of(line.arm), line);
  }

  /** Of a pod's cgroup; what its containers' cgroups held is part of that. */
  addSamples(arm: string, level: string, samples: readonly Sample[]): void {
    if (level !== 'pod') return;
    const pod = this.#of(arm)?.pod;
    for (const sample of samples) pod?.push(sample);
  }

  recording(unreadable: number[]): Recording {
    const arms = [...this.#arms.values()];
    return {
      run: this.#run,
      scenarios: this.#scenarios,
      arms,
      putAside: this.#putAside,
      exec: this.#exec,
      hostOom: this.#hostOom,
      ended: this.#ended,
      unreadable,
    };
  }

  #begin(arm: ArmLine): void {
    const first = this.#arms.get(arm.arm);
    if (first) this.#putAside.push(first);
    this.#arms.set(arm.arm, { arm, ...emptyCgroup() });
  }

  #of(arm: string): CgroupRecording | null {
    return this.#arms.get(arm) ?? this.#exec;
  }
}

function emptyCgroup(): CgroupRecording {
  const nothing = { startedMs: null, ended: null, loadEnded: null, sampler: null };
  const none = { lives: [], pod: [], limits: [], heap: [], bins: [], evidence: [], node: [], holders: [] };
  return { ...nothing, ...none, kernelLog: null, leftBehind: null, nested: null };
}

type ArmsOwnLine = Exclude<
  RecordingLine,
  RunLine | ScenarioLine | ArmLine | ExecLine | HostOomLine | RunEndedLine | SamplesLine
>;

function take(arm: CgroupRecording | null, line: ArmsOwnLine): void {
  if (!arm) return;
  const life = 'life' in line ? arm.lives.findLast(({ life: number }) => number === line.life) : undefined;
  switch (line.kind) {
    case 'arm-started':
      arm.startedMs = line.atMs;
      break;
    case 'arm-ended':
      arm.ended = line;
      break;
    case 'sampler':
      arm.sampler = line;
      break;
    case 'limits':
      arm.limits.push(line);
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
    case 'nested-cgroups':
      arm.nested = line;
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
      for (const bin of line.bins) arm.bins.push(bin);
      break;
    case 'load-ended':
      arm.loadEnded = line;
      break;
  }
}
