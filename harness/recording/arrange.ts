import type { ExecLine } from './exec-line.ts';
import {
  lostRun,
  type ArmRecording,
  type CgroupRecording,
  type ExecRecording,
  type Recording,
  type TargetRecording,
} from './recording.ts';
import type {
  Against,
  AgainstLine,
  ArmLine,
  FixLine,
  HostOomLine,
  RecordingLine,
  RunEndedLine,
  RunLine,
  Sample,
  SamplesLine,
  ScenarioLine,
  TargetLine,
} from './types.ts';

/** Sorts the lines of a recording into place, one by one, in order. */
export class Arrangement {
  #run: RunLine = lostRun;
  #exec: ExecRecording | null = null;
  #target: TargetRecording | null = null;
  #ended: RunEndedLine | null = null;
  #hostOom: HostOomLine | null = null;
  #against: Against | null = null;
  readonly #scenarios: ScenarioLine[] = [];
  readonly #arms = new Map<string, ArmRecording>();
  readonly #putAside: ArmRecording[] = [];
  readonly #fixes: FixLine[] = [];

  add(line: Exclude<RecordingLine, SamplesLine>): void {
    if (line.kind === 'run') this.#run = line;
    else if (line.kind === 'scenario') this.#scenarios.push(line);
    else if (line.kind === 'arm') this.#begin(line);
    else if (line.kind === 'exec') this.#exec = { exec: line, ...emptyCgroup() };
    else if (line.kind === 'target') this.#target = { ...(this.#target ?? emptyCgroup()), target: line };
    else if (line.kind === 'run-ended') this.#ended = line;
    else if (line.kind === 'fix') this.#fixes.push(line);
    else if (line.kind === 'host-oom') this.#hostOom = line;
    else if (line.kind === 'against') this.#against = line.earlier;
    else take(this.#of(line.arm), line);
  }

  /** Only the pod's own cgroup, which includes its containers'. */
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
      fixes: this.#fixes,
      exec: this.#exec,
      target: this.#target,
      hostOom: this.#hostOom,
      against: this.#against,
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
    return this.#arms.get(arm) ?? this.#exec ?? this.#target;
  }
}

function emptyCgroup(): CgroupRecording {
  const nothing = { startedMs: null, ended: null, loadEnded: null, sampler: null };
  const ofLoad = { loadCommand: null, loadLog: null, loadMetric: null };
  const none = { lives: [], pod: [], limits: [], heap: [], bins: [], evidence: [], node: [], holders: [] };
  return { ...nothing, ...ofLoad, ...none, kernelLog: null, leftBehind: null, nested: null };
}

type ArmsOwnLine = Exclude<
  RecordingLine,
  | RunLine
  | ScenarioLine
  | ArmLine
  | FixLine
  | ExecLine
  | TargetLine
  | HostOomLine
  | AgainstLine
  | RunEndedLine
  | SamplesLine
>;

function take(arm: CgroupRecording | null, line: ArmsOwnLine): void {
  if (!arm) return;
  const life = 'life' in line ? arm.lives.findLast(({ life: number }) => number === line.life) : undefined;
  if (line.kind === 'arm-started') arm.startedMs = line.atMs;
  else if (line.kind === 'arm-ended') arm.ended = line;
  else if (line.kind === 'sampler') arm.sampler = line;
  else if (line.kind === 'limits') arm.limits.push(line);
  else if (line.kind === 'node') arm.node.push(line);
  else if (line.kind === 'evidence') arm.evidence.push(line);
  else if (line.kind === 'holders') arm.holders.push(line);
  else if (line.kind === 'kernel-log') arm.kernelLog = line;
  else if (line.kind === 'left-behind') arm.leftBehind = line;
  else if (line.kind === 'nested-cgroups') arm.nested = line;
  else if (line.kind === 'life-started')
    arm.lives.push({ life: line.life, started: line, ready: null, ended: null });
  else if (line.kind === 'life-ready' && life) life.ready = line;
  else if (line.kind === 'life-ended' && life) life.ended = line;
  else if (line.kind === 'heap') arm.heap.push(line);
  else if (line.kind === 'load') for (const bin of line.bins) arm.bins.push(bin);
  else if (line.kind === 'load-ended') arm.loadEnded = line;
  else if (line.kind === 'load-command') arm.loadCommand = line;
  else if (line.kind === 'load-log') arm.loadLog = line;
  else if (line.kind === 'load-metric') arm.loadMetric = line;
}
