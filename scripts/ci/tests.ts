import type { ProcessOutput } from 'zx';
import type { Reports } from './reports.ts';

/** So many files run again; where more fail, the machine is not to blame. */
const mostAgain = 5;

/**
 * Runs test files with vitest (all, where none is named) and keeps its report. A file with a failed test runs once more,
 * by itself, before it counts: machines are shared, and some tests measure. The sum tells what passed only then.
 */
export async function tests(
  reports: Reports,
  name: string,
  files: string[],
  run: (more: string[]) => Promise<ProcessOutput>,
): Promise<ProcessOutput> {
  const first = await run([...files, ...reports.argumentsFor(name)]);
  const failed = reports.failedFiles(name);
  if (first.ok || failed.length === 0 || failed.length > mostAgain) return first;
  console.log(`once more, by themselves: ${failed.join(' ')}`);
  return run([...failed, ...reports.argumentsFor(`${name}.again`)]);
}
