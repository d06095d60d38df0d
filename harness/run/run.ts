import type { OutFolder } from '../resources/out-folder/out-folder.ts';
import type { Against } from '../recording/types.ts';
import type { Scenario } from '../scenario/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import { againstFor } from './against.ts';
import { folderMaker } from './folder-maker.ts';
import type { RunCaller } from './observer.ts';
import type { RunOptions } from './options.ts';
import { RunState } from './state.ts';
import { runSteps } from './steps.ts';
import { runArms } from './steps/arms.ts';
import { chooseLoad } from './steps/load.ts';
import { closeRecording, openRecording } from './steps/recording.ts';
import { judgeRun } from './steps/judge.ts';
import { layOut } from './steps/lay-out.ts';
import { openLedger, settleLedger } from './steps/ledger.ts';
import { plan } from './steps/plan.ts';

/** The result of a run. */
export interface RunResult {
  findings: RunFindings;
  /** Folder of the recording and all reports. */
  folder: string;
  /** What cut the run short after its first arm began, a Failure or Interrupted; else null. */
  error: unknown;
}

/**
 * Runs scenarios once, judges the recording alone, and writes all reports.
 *
 * @throws a Failure if something is wrong before measuring: kind `usage` for the request, `missing` for the host
 * @example
 * const { findings } = await run([loadScenario('upload-spool')], { on: 'cgroup', out: 'results' });
 * console.log(findings.verdict, findings.verdictReason);
 */
export async function run(scenarios: Scenario[], options: RunOptions & RunCaller = {}): Promise<RunResult> {
  const against = againstFor(scenarios, options);
  return runOnce(scenarios, options, folderMaker(scenarios, options), against);
}

/** The whole run, one file per step. What the steps made is undone at the end, in reverse. */
export async function runOnce(
  scenarios: Scenario[],
  options: RunOptions & RunCaller,
  makeFolder: () => OutFolder,
  against: Against | null,
): Promise<RunResult> {
  const state = new RunState(scenarios, options, makeFolder, against);
  const steps = [
    chooseLoad,
    openLedger,
    layOut,
    plan,
    openRecording,
    runArms,
    settleLedger,
    closeRecording,
    judgeRun,
  ];
  await runSteps(steps.map((step) => step(state)));
  return { findings: state.findings, folder: state.folder.path, error: state.error };
}
