import { release } from 'node:os';
import { join } from 'node:path';
import { runSuite } from './suite.ts';
import { Interrupted, type Host } from '../process/host.ts';
import { openLedger } from '../resources/ledger.ts';
import { makeWorkFolder } from '../resources/work-folder.ts';
import { watchHostOom } from '../platforms/host-oom.ts';
import type { RunEnd } from '../platforms/platform.ts';
import { layOutPrograms } from '../package/programs.ts';
import { readRecording } from '../recording/read.ts';
import type { Asked } from '../recording/run-lines.ts';
import type { ArmLine, RecordingLine } from '../recording/types.ts';
import { partialName, RecordingFile } from '../recording/write.ts';
import { renderRunHtml } from '../report/html/run-page.ts';
import type { Arm, Scenario } from '../scenario/types.ts';
import { judge } from '../verdict/judge.ts';
import { whyOpen } from '../verdict/scenario.ts';
import type { RunFindings } from '../verdict/types.ts';
import { chooseLoad } from './choose-load.ts';
import { clearUp } from '../resources/clear-up.ts';
import { tellOfLeftovers } from '../resources/leftovers.ts';
import { startProgress } from '../cli/view/progress.ts';
import { writeResult } from '../cli/results.ts';
import { writeHtml } from '../report/write-report.ts';
import { closingLine, openingLines, retryLine } from './run-lines.ts';
import type { RunOptions } from '../cli/run.ts';
import { planLines, planRun, type RunPlan } from './run-plan.ts';

interface RecordedRun {
  findings: RunFindings;
  folder: string;
  /** What cut the run short; its reports are written all the same. */
  error: unknown;
}

/**
 * One run: plans it for this host, records the arms, then judges what was recorded, and nothing else. Throws
 * what is wrong before anything was made; an error after that is in the result.
 */
export async function recordRun(
  host: Host,
  written: Scenario[],
  options: RunOptions & { seed: number; asked: (platform: string, load: string) => Asked },
  outFolder: () => string,
): Promise<RecordedRun> {
  const { seed } = options;
  const chosen = await chooseLoad(host, written, options);
  const ledger = openLedger(host.env, { watched: true });
  const progress = startProgress(host, options);
  try {
    tellOfLeftovers(host.env, progress.say);
    const workFolder = makeWorkFolder(ledger);
    const programs = layOutPrograms(workFolder);
    const plan = await planRun(host, written, options, { workFolder, ledger, programs, say: progress.say });
    host.signal.throwIfAborted();
    const folder = outFolder();
    const logFolder = join(folder, 'logs');
    const file = new RecordingFile(folder);
    const record = (line: RecordingLine) => {
      file.record(line);
      progress.see(line);
    };
    for (const line of planLines(plan, options, chosen.notes)) progress.say(line);
    for (const line of openingLines(plan, chosen.name, seed, options.asked(plan.platform.name, chosen.name)))
      record(line);
    const hostOom = watchHostOom();
    const failure = await failureOf(async () =>
      runSuite(plan.arms, {
        platform: plan.platform,
        load: chosen.make({ programs, seed, workFolder, logFolder }),
        jobs: plan.jobs,
        record,
        progress: progress.arm,
        keepPods: Boolean(options.keep || options.keepOnFailure),
        unclear: (disturbed) => armsToRetry(plan, disturbed, folder),
        end: (error) => endOf(options, error, folder, logFolder),
        signal: AbortSignal.any([host.signal, file.broken]),
      }),
    );
    const error = await clearUp(ledger, failure);
    const oom = plan.facts?.kernel === release() ? hostOom() : null; // a daemon's kernel may be another
    if (oom !== null) record(oom);
    record(closingLine(error));
    file.close();
    return { findings: await report(folder), folder, error };
  } catch (caught) {
    throw await clearUp(ledger, caught);
  } finally {
    progress.stop();
  }
}

/** Those of the arms whose measurement, as recorded so far, does not tell; what is refuted stays refuted. */
async function armsToRetry(
  { scenarios }: RunPlan,
  disturbed: Arm[],
  folder: string,
): Promise<{ arm: Arm; opening: ArmLine }[]> {
  if (disturbed.length === 0) return [];
  const findings = judge(await readRecording(folder, partialName));
  return findings.scenarios.flatMap((scenario, index) =>
    scenario.arms.flatMap((found) => {
      const why = whyOpen(found);
      const arm = scenarios[index]?.arms.find(({ name }) => name === found.name);
      return why !== null && arm && disturbed.includes(arm)
        ? [{ arm, opening: retryLine(scenario.name, arm, why) }]
        : [];
    }),
  );
}

/** What `act` throws; null where it comes to its end. */
async function failureOf(act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return null;
  } catch (error) {
    return error;
  }
}

/** What the platform is to keep and to save, once the arms are over. */
async function endOf(
  options: RunOptions,
  error: unknown,
  folder: string,
  logsFolder: string,
): Promise<RunEnd> {
  const failed = error !== null && !(error instanceof Interrupted);
  return { failed, keep: await wantsToKeep(options, error, folder), logsFolder };
}

/** Whether what the platform made is to stay: an interrupted run leaves nothing in any case. */
async function wantsToKeep(options: RunOptions, failure: unknown, folder: string): Promise<boolean> {
  if (failure instanceof Interrupted) return false;
  if (options.keep) return true;
  if (!options.keepOnFailure) return false;
  if (failure !== null) return true;
  const { scenarios } = judge(await readRecording(folder, partialName));
  return !scenarios.every(({ arms }) => arms.every((arm) => arm.expectations.every(({ met }) => met)));
}

/** Judges what was recorded in a folder, and writes all reports beside it. */
async function report(folder: string): Promise<RunFindings> {
  const recording = await readRecording(folder);
  const findings = judge(recording);
  writeResult(folder, findings);
  writeHtml(folder, renderRunHtml(findings, recording, folder));
  return findings;
}
