import { $ } from 'zx';
import { readRecording } from '../../harness/recording/read.ts';
import type { ArmRecording } from '../../harness/recording/recording.ts';

/** Met, not met and inconclusive: whatever the verdict on a busy host, the arms were recorded. */
const ranThrough = [0, 1, 5];

/** Runs scenarios on this host's cgroups, as a user would, and gives what was recorded of their arms. */
export async function recordRun(folder: string, args: string[]): Promise<ArmRecording[]> {
  const run = await $({
    nothrow: true,
    quiet: true,
  })`${process.execPath} dist/not-a-leak.mjs run --on cgroup ${args} --out ${folder} -q`;
  if (!ranThrough.includes(run.exitCode ?? -1))
    throw new Error(`the run exited ${run.exitCode}: ${run.stderr}`);
  return (await readRecording(folder)).arms;
}
