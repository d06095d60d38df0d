import { parseArgs } from 'node:util';
import { Interrupted, passSignalsOn } from './command.ts';
import type { Reports } from './reports.ts';
import { chooseSteps, listSteps, runSteps, type Step } from './steps.ts';

/**
 * Runs the steps that the arguments name, all where they name none, and gives the exit code. The last line is the sum of
 * all tests, and of the steps that failed without a failed test.
 */
export async function main(steps: Step[], reports: Reports, args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { list: { type: 'boolean' } },
  });
  const chosen = chooseSteps(steps, positionals);
  if (values.list || !chosen) {
    (chosen ? console.log : console.error)(`.ci/run [STEP...]: all, or these of\n${listSteps(steps)}`);
    return chosen ? 0 : 2;
  }
  passSignalsOn();
  try {
    const failed = await runAndUndo(chosen);
    const broken = failed.filter((name) => reports.failedAtLast(name) === 0);
    console.log(reports.sum(broken.length));
    return failed.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    console.error(error.message);
    return error.exitCode;
  }
}

async function runAndUndo(steps: Step[]): Promise<string[]> {
  try {
    return await runSteps(steps);
  } finally {
    for (const { undo } of steps.toReversed()) await undo?.();
  }
}
