import { release } from 'node:os';
import { Interrupted } from '../../errors.ts';
import { watchHostOom } from '../../platforms/host-oom.ts';
import type { RunEnd } from '../../platforms/platform.ts';
import { readRecording } from '../../recording/read.ts';
import type { ArmLine } from '../../recording/types.ts';
import { partialName } from '../../recording/write.ts';
import type { Arm } from '../../scenario/types.ts';
import { judge } from '../../verdict/judge.ts';
import { openReason } from '../../verdict/scenario.ts';
import { retryLine } from '../opening-lines.ts';
import type { RunState } from '../state.ts';
import { errorAfter, type Step } from '../steps.ts';
import { runSuite } from '../suite.ts';

/** Runs the arms. An error that cuts them short is kept, and what was measured until then is still judged. */
export function runArms(state: RunState): Step {
  return {
    name: 'arms',
    run: async () => {
      const { caller, observer, options, seed } = state;
      const { plan, programs, workFolder, logFolder, file, record, ledger } = state;
      const hostOom = watchHostOom();
      state.error = await errorAfter(null, () =>
        runSuite(plan.arms, {
          platform: plan.platform,
          load: state.load.make({ programs, seed, workFolder, logFolder, ledger }),
          jobs: plan.jobs,
          record,
          progress: (arm, what) => observer.step(arm.id, what),
          keepPods: Boolean(options.keep || options.keepOnFailure),
          unclear: (disturbed) => armsToRetry(state, disturbed),
          end: (error) => endOf(state, error),
          signal: AbortSignal.any([caller.signal, file.broken]),
        }),
      );
      const oom = plan.facts?.kernel === release() ? hostOom() : null; // a daemon's kernel may be a different one
      if (oom !== null) record(oom);
    },
  };
}

/** Arms whose measurement so far is inconclusive; a refutation stands. */
async function armsToRetry(
  { plan, folder }: RunState,
  disturbed: Arm[],
): Promise<{ arm: Arm; opening: ArmLine }[]> {
  if (disturbed.length === 0) return [];
  const findings = judge(await readRecording(folder.path, partialName));
  return findings.scenarios.flatMap((scenario, index) =>
    scenario.arms.flatMap((found) => {
      const why = openReason(found);
      const arm = plan.scenarios[index]?.arms.find(({ name }) => name === found.name);
      return why !== null && arm && disturbed.includes(arm)
        ? [{ arm, opening: retryLine(scenario.name, arm, why) }]
        : [];
    }),
  );
}

/** What the platform should keep and save once the arms are over. */
async function endOf(state: RunState, error: unknown): Promise<RunEnd> {
  const failed = error !== null && !(error instanceof Interrupted);
  return { failed, keep: await wantsToKeep(state, error), logsFolder: state.logFolder };
}

/** Whether to keep what the platform made; an interrupted run never keeps anything. */
async function wantsToKeep({ options, folder }: RunState, failure: unknown): Promise<boolean> {
  const { keep, keepOnFailure } = options;
  if (failure instanceof Interrupted) return false;
  if (keep) return true;
  if (!keepOnFailure) return false;
  if (failure !== null) return true;
  const { scenarios } = judge(await readRecording(folder.path, partialName));
  return !scenarios.every(({ arms }) => arms.every((arm) => arm.expectations.every(({ met }) => met)));
}
