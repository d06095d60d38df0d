import { callerOf } from '../process/caller.ts';
import { writeResults } from '../report/run-reports.ts';
import { makeSubfolder, type OutFolder } from '../resources/out-folder/out-folder.ts';
import type { Scenario } from '../scenario/types.ts';
import { judgeRepeats } from '../verdict/repeats.ts';
import type { RunFindings } from '../verdict/types.ts';
import { folderMaker } from './folder-maker.ts';
import type { RunCaller } from './observer.ts';
import type { RunOptions } from './options.ts';
import { runOnce } from './run.ts';

/** What several runs came to. */
export interface RepeatedRun {
  /** What they came to together. */
  findings: RunFindings;
  runs: RunFindings[];
  /** What cut the last one short; those to follow are left out then. */
  error: unknown;
}

/** Runs scenarios so many times, each with uploads of its own unless a seed is told, in folders 1, 2, ... of one. */
export async function repeatRun(
  scenarios: Scenario[],
  options: RunOptions & RunCaller,
  times: number,
): Promise<RepeatedRun> {
  const makeFolder = folderMaker(scenarios, options);
  const runs: RunFindings[] = [];
  let folder: OutFolder | undefined;
  let error: unknown = null;
  try {
    while (runs.length < times && error === null) {
      const makeOwn = () => {
        folder = makeFolder(); // by the first run that has passed its checks
        return makeSubfolder(callerOf(options), folder.path, String(runs.length + 1));
      };
      const one = await runOnce(scenarios, options, makeOwn);
      runs.push(one.findings);
      ({ error } = one);
    }
    const findings = judgeRepeats(runs, times);
    writeResults(makeFolder().path, findings, runs);
    return { findings, runs, error };
  } finally {
    folder?.release();
  }
}
