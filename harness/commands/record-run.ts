import { release } from 'node:os';
import { join } from 'node:path';
import { runSuite } from '../experiment/suite.ts';
import { Interrupted, type Host } from '../host.ts';
import { openLedger } from '../ledger/ledger.ts';
import { makeWorkFolder } from '../ledger/work-folder.ts';
import { clearUp } from './clear-up.ts';
import { refuseTooMany } from '../platforms/capacity.ts';
import { watchHostOom } from '../platforms/host-oom.ts';
import { buildPrograms, type Programs } from '../programs.ts';
import { readRecording } from '../recording/read.ts';
import { refuseMissing } from '../checks.ts';
import type { RecordingLine } from '../recording/types.ts';
import { partialName, RecordingFile } from '../recording/write.ts';
import { renderRunHtml } from '../report/html/run-page.ts';
import { stretchScenario } from '../scenario/stretch.ts';
import type { Scenario } from '../scenario/types.ts';
import { judge } from '../verdict/judge.ts';
import type { RunFindings } from '../verdict/types.ts';
import { tellOfLeftovers } from './leftovers.ts';
import { chooseLoad } from './choose-load.ts';
import { choosePlatform } from './choose-platform.ts';
import { fitToHost } from './fit-to-host.ts';
import { startProgress } from './progress/progress.ts';
import { hostLine } from './progress/words.ts';
import { writeHtml, writeResult } from './results.ts';
import { closingLine, openingLines } from './run-lines.ts';
import type { RunOptions } from './run.ts';
import { waitForTurn } from './wait-for-turn.ts';

export interface RecordedRun {
  findings: RunFindings;
  folder: string;
  /** What cut the run short; its reports are written all the same. */
  error: unknown;
}

/**
 * One run: checks the host, records the arms, then judges what was recorded, and nothing else. Throws what
 * is wrong before anything was made; an error after that is in the result.
 */
export async function recordRun(
  host: Host,
  written: Scenario[],
  options: RunOptions & { seed: number },
  outFolder: () => string,
): Promise<RecordedRun> {
  const all = written.flatMap((scenario) => scenario.arms);
  const chosen = await chooseLoad(host, written, options);
  const ledger = openLedger(host.env);
  const progress = startProgress(host, options);
  try {
    tellOfLeftovers(host.env, progress.say);
    const workFolder = makeWorkFolder(ledger);
    let built: Promise<Programs> | undefined;
    const build = async () => {
      const programs = await buildPrograms(workFolder);
      ledger.watch(programs.janitor);
      return programs;
    };
    const programs = () => (built ??= build());
    const platform = await choosePlatform(host, options, { workFolder, ledger, programs, say: progress.say });
    const checks = await platform.check();
    refuseMissing(platform.name, checks);
    if (platform.name !== 'scripted') await waitForTurn(host, ledger, progress.say);
    const facts = await platform.inspect(all);
    const stretch = options.stretch ?? platform.stretch(facts);
    const slowed = written.map((scenario) => stretchScenario(scenario, stretch));
    const { scenarios, arms, skipped } = fitToHost(slowed, platform, facts);
    const jobs = options.jobs ?? platform.jobs(arms, facts);
    if (facts) refuseTooMany(arms, facts, jobs);
    host.signal.throwIfAborted();
    const folder = outFolder();
    const file = new RecordingFile(folder);
    progress.say(hostLine(platform.name, facts, arms.length, jobs));
    if (stretch !== 1)
      progress.say(
        `all ${stretch} times slower than written: fewer arrivals, kept for longer, for as much longer`,
      );
    if ((options.keep || options.keepOnFailure) && !platform.canKeep)
      progress.say(`nothing can be kept on ${platform.name}; --keep is for kind`);
    for (const note of chosen.notes) progress.say(note);
    for (const [id, reason] of skipped) progress.say(`${id}: skipped: ${reason}`);
    const record = (line: RecordingLine) => {
      file.record(line);
      progress.see(line);
    };
    const found = { facts, checks, skipped };
    for (const line of openingLines(scenarios, found, platform.name, chosen.name, options.seed)) record(line);
    let error: unknown = null;
    const hostOom = watchHostOom();
    try {
      const { seed } = options;
      const load = chosen.make({ programs, seed, workFolder, logFolder: join(folder, 'logs') });
      await runSuite(arms, {
        platform,
        load,
        host: facts,
        jobs,
        record,
        progress: progress.arm,
        keepPods: Boolean(options.keep || options.keepOnFailure),
        end: async (failure) => ({
          failed: failure !== null && !(failure instanceof Interrupted),
          keep: await wantsToKeep(options, failure, folder),
          logsFolder: join(folder, 'logs'),
        }),
        signal: AbortSignal.any([host.signal, file.broken]),
      });
    } catch (caught) {
      error = caught;
    }
    error = await clearUp(ledger, error);
    const oom = facts?.kernel === release() ? hostOom() : null; // a daemon's kernel may be another
    if (oom !== null) record(oom);
    record(closingLine(error));
    file.close();
    const recording = await readRecording(folder);
    const findings = judge(recording);
    writeResult(folder, findings);
    writeHtml(folder, renderRunHtml(findings, recording));
    return { findings, folder, error };
  } catch (caught) {
    throw await clearUp(ledger, caught);
  } finally {
    progress.stop();
  }
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
