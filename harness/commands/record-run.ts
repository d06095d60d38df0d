import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSuite } from '../experiment/suite.ts';
import { Interrupted, type Host } from '../host.ts';
import { buildPrograms, type Programs } from '../programs.ts';
import { readRecording } from '../recording/read.ts';
import type { Check } from '../recording/types.ts';
import { refuseMissing } from '../checks.ts';
import type { HostFacts, RecordingLine } from '../recording/types.ts';
import { partialName, RecordingFile } from '../recording/write.ts';
import type { Arm, Scenario } from '../scenario/types.ts';
import { judge } from '../verdict/judge.ts';
import type { RunFindings } from '../verdict/types.ts';
import { chooseLoad } from './choose-load.ts';
import { choosePlatform } from './choose-platform.ts';
import { hostLine, startProgress } from './progress.ts';
import { writeResult } from './results.ts';
import { closingLine, runLine } from './run-lines.ts';
import type { RunOptions } from './run.ts';

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
  scenarios: Scenario[],
  options: RunOptions & { seed: number },
  outFolder: () => string,
): Promise<RecordedRun> {
  const arms = scenarios.flatMap((scenario) => scenario.arms);
  const chosen = await chooseLoad(host, scenarios, options);
  const workFolder = mkdtempSync(join(tmpdir(), 'not-a-leak-'));
  try {
    let built: Promise<Programs> | undefined;
    const programs = () => (built ??= buildPrograms(workFolder));
    const say = (text: string) => {
      if (!options.quiet) host.stderr.write(`${text}\n`);
    };
    const platform = await choosePlatform(host, options, { workFolder, programs, say });
    const checks = await platform.check();
    refuseMissing(platform.name, checks);
    const facts = await platform.inspect(arms);
    host.signal.throwIfAborted();
    const folder = outFolder();
    const file = new RecordingFile(folder);
    const jobs = options.jobs ?? platform.jobs(arms, facts);
    const progress = startProgress(host, options.quiet ?? false);
    progress.say(hostLine(platform.name, facts, arms.length, jobs));
    for (const note of chosen.notes) progress.say(note);
    const record = (line: RecordingLine) => {
      file.record(line);
      progress.see(line);
    };
    for (const line of openingLines(scenarios, { facts, checks }, platform.name, chosen.name, options.seed))
      record(line);
    let error: unknown = null;
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
        signal: host.signal,
      });
    } catch (caught) {
      error = caught;
    }
    record(closingLine(error));
    progress.stop();
    file.close();
    const findings = judge(await readRecording(folder));
    writeResult(folder, findings);
    return { findings, folder, error };
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
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

function openingLines(
  scenarios: Scenario[],
  { facts: host, checks }: { facts: HostFacts | null; checks: Check[] },
  platform: string,
  load: string,
  seed: number,
): RecordingLine[] {
  return [
    runLine({ platform, load, seed, host, checks }),
    ...scenarios.flatMap(({ name, title, story, file, arms }): RecordingLine[] => [
      { kind: 'scenario', name, title, story, file },
      ...arms.map((arm) => armLine(name, arm)),
    ]),
  ];
}

function armLine(scenario: string, { id, name, title, setup, expect }: Arm): RecordingLine {
  return { kind: 'arm', arm: id, scenario, name, title, setup, expect };
}
