/** What is found of a run: of its scenarios, and of their arms. */
import type { HostFacts, RunLine } from '../recording/types.ts';
import type { Asked } from '../recording/run-lines.ts';
import type { ArmFindings } from './arm-findings.ts';
import type { MetricTable } from './metric-findings.ts';

export type * from './arm-findings.ts';
export type * from './metric-findings.ts';

/** `SKIPPED`: not one arm could run here. */
export type ScenarioVerdict =
  'REPRODUCED' | 'NOT_REPRODUCED' | 'WRONG_CAUSE' | 'FIX_FAILED' | 'INCONCLUSIVE' | 'SKIPPED';

export interface ScenarioFindings {
  name: string;
  title: string;
  story: string;
  /** The scenario file, as the user named it. */
  file: string;
  /** Null where the baseline was not run, so that nothing can be said of the pattern. */
  verdict: ScenarioVerdict | null;
  arms: ArmFindings[];
}

/** One arm over several runs of a suite. */
export interface ArmRepeats {
  /** `SCENARIO/ARM`. */
  arm: string;
  /** In which it was not skipped. */
  runs: number;
  /** In which all expectations were met. */
  asExpected: number;
  /** In which it was killed. */
  kills: number;
  /** The spread of the times of its kills, in ms; null where it was never killed. */
  killedAfterMs: { least: number; median: number; most: number } | null;
}

/** What several runs of a suite came to. */
export interface Repeats {
  /** As many runs as were asked for; fewer where one was cut short. */
  wanted: number;
  verdicts: (ScenarioVerdict | null)[];
  arms: ArmRepeats[];
}

export interface RunFindings {
  /** Of results; recordings have one of their own. */
  schemaVersion: 1;
  verdict: ScenarioVerdict | null;
  verdictReason: string;
  exitCode: number;
  platform: string;
  load: string;
  startedAt: string;
  durationMs: number | null;
  interrupted: string | null;
  failure: string | null;
  /** What of the recording could not be read, in sentences. */
  losses: string[];
  host: HostFacts | null;
  /** Of the tool that recorded the run. */
  version: RunLine['version'];
  /** The version of the tool that judged it. */
  judgedBy: string;
  /** The version of the thresholds that it was judged by. Absent in results of 0.1.0. */
  thresholdsVersion: number;
  seed: number | null;
  /** How it was asked for; null where the recording does not tell. */
  asked: Asked | null;
  /** Which metric warned; null where no baseline was killed. */
  metrics: MetricTable | null;
  /** Null for a single run; else the verdict is that of all, and the scenarios are those of the last. */
  repeats: Repeats | null;
  scenarios: ScenarioFindings[];
}
