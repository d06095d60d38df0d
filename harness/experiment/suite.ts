import { bothFailed } from '../errors.ts';
import type { Load } from '../load/load.ts';
import type { Platform, RunEnd } from '../platforms/platform.ts';
import type { ArmLine, Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';
import { runArm } from './arm.ts';

interface SuiteContext {
  platform: Platform;
  load: Load;
  /** So many arms side by side. */
  jobs: number;
  record: Recorder;
  progress: (arm: Arm, what: string) => void;
  /** Pods stay until the end of the run. */
  keepPods: boolean;
  /** Which of these arms are to run once more, each with the line that opens its second try. */
  unclear: (disturbed: Arm[]) => Promise<{ arm: Arm; opening: ArmLine }[]>;
  /** Told at the end of the run: whether to keep what the platform made, and where to save logs. */
  end: (error: unknown) => Promise<RunEnd>;
  signal: AbortSignal;
}

/**
 * Runs arms side by side, the longest first; then, one by one, those that had another beside them and whose
 * measurement did not tell: the other may have been what disturbed it. The first arm that fails ends the others.
 */
export async function runSuite(arms: Arm[], context: SuiteContext): Promise<void> {
  const { platform, jobs, signal } = context;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  if (arms.length === 0) return; // all are skipped
  const prepared = await platform.prepare(arms, stop);
  const waiting = arms.toSorted((a, b) => b.setup.load.for - a.setup.load.for);
  const load = prepared.load ?? context.load;
  const runOne = (arm: Arm) => runArm(arm, { ...context, platform: prepared, load, signal: stop });
  const running = new Set<Arm>();
  const disturbed = new Set<Arm>();
  const work = async () => {
    for (let arm = waiting.shift(); arm && !stop.aborted; arm = waiting.shift()) {
      running.add(arm);
      if (running.size > 1) running.forEach((one) => disturbed.add(one));
      await runOne(arm).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      });
      running.delete(arm);
    }
  };
  let error: unknown = null;
  try {
    const ends = await Promise.allSettled(Array.from({ length: Math.min(jobs, arms.length) }, work));
    signal.throwIfAborted();
    if (failed.signal.aborted) throw failed.signal.reason;
    const end = ends.find((result) => result.status === 'rejected');
    if (end) throw end.reason;
    for (const { arm, opening } of await context.unclear([...disturbed])) {
      context.record(opening);
      await runOne(arm);
    }
  } catch (caught) {
    error = caught;
  }
  try {
    await prepared.close(await context.end(error));
  } catch (closing) {
    throw error === null ? closing : bothFailed(error, closing);
  }
  if (error !== null) throw error;
}
