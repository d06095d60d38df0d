import { callerOf } from '../process/caller.ts';
import { writeResults } from '../report/run-reports.ts';
import { makeSubfolder, type OutFolder } from '../resources/out-folder/out-folder.ts';
import type { Scenario } from '../scenario/types.ts';
import { judgeRepeats } from '../verdict/repeats.ts';
import type { RunFindings } from '../verdict/types.ts';
import { againstFor } from './against.ts';
import { folderMaker } from './folder-maker.ts';
import type { RunCaller } from './observer.ts';
import type { RunOptions } from './options.ts';
import { runOnce } from './run.ts';

/** The result of several runs. */
export interface RepeatedRun {
  /** The combined result. */
  findings: RunFindings;
  runs: RunFindings[];
  /** What cut the last one short; the rest are not run then. */
  error: unknown;
}

/** Runs scenarios several times in subfolders 1, 2, ..., each with its own uploads unless a seed is given. */
export async function repeatRun(
  scenarios: Scenario[],
  options: RunOptions & RunCaller,
  times: number,
): Promise<RepeatedRun> {
  const against = againstFor(scenarios, options); // once: a run may replace the folder that it is in
  const makeFolder = folderMaker(scenarios, options);
  const runs: RunFindings[] = [];
  let folder: OutFolder | undefined;
  let error: unknown = null;
  try {
    while (runs.length < times && error === null) {
      const makeOwn = () => {
        folder = makeFolder(); // called by the first run that passes its checks
        return makeSubfolder(callerOf(options), folder.path, String(runs.length + 1));
      };
      const one = await runOnce(scenarios, options, makeOwn, against);
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
