import { bothFailed } from '../errors.ts';
import type { Load } from '../load/load.ts';
import type { InspectedPlatform, RunEnd } from '../platforms/platform.ts';
import type { ArmLine, Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';
import { runArm } from './arm.ts';
import { inOrder } from './in-order.ts';
import { runLane, type Turn } from './lane.ts';

interface SuiteContext {
  platform: InspectedPlatform;
  load: Load;
  /** How many arms run side by side. */
  jobs: number;
  record: Recorder;
  progress: (arm: Arm, what: string) => void;
  /** Keep pods until the end of the run. */
  keepPods: boolean;
  /** Which of these arms need a second try, each with the line that opens it. */
  unclear: (disturbed: Arm[]) => Promise<{ arm: Arm; opening: ArmLine }[]>;
  /** Called at the end of the run: whether to keep what the platform made, and where to save logs. */
  end: (error: unknown) => Promise<RunEnd>;
  signal: AbortSignal;
}

/**
 * Runs arms side by side, then reruns one by one those that overlapped with another and whose measurement was
 * inconclusive: the overlap may have disturbed it. The first arm that fails ends the others.
 */
export async function runSuite(arms: Arm[], context: SuiteContext): Promise<void> {
  const { platform, jobs, signal } = context;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  if (arms.length === 0) return; // all skipped
  const prepared = await platform.prepare(arms, stop);
  const waiting = inOrder(arms);
  const next = () => (stop.aborted ? undefined : waiting.shift());
  const load = prepared.load ?? context.load;
  const aheadMs = prepared.upAheadMs(jobs);
  const running = new Set<Arm>();
  const disturbed = new Set<Arm>();
  const runOne = async (arm: Arm, turn: Turn) => {
    running.add(arm);
    if (running.size > 1) running.forEach((one) => disturbed.add(one));
    try {
      await runArm(arm, { ...context, platform: prepared, load, turn, signal: stop });
    } catch (error) {
      failed.abort(error);
      throw error;
    }
    running.delete(arm);
  };
  let error: unknown = null;
  try {
    const lanes = Array.from({ length: Math.min(jobs, arms.length) }, () => runLane(next, aheadMs, runOne));
    const ends = await Promise.allSettled(lanes);
    signal.throwIfAborted();
    if (failed.signal.aborted) throw failed.signal.reason;
    const end = ends.find((result) => result.status === 'rejected');
    if (end) throw end.reason;
    const unclear = await context.unclear([...disturbed]);
    const again = () => {
      const one = stop.aborted ? undefined : unclear.shift();
      if (one) context.record(one.opening);
      return one?.arm;
    };
    await runLane(again, 0, runOne);
  } catch (caught) {
    error = signal.aborted ? signal.reason : caught;
  }
  try {
    await prepared.close(await context.end(error));
  } catch (closing) {
    throw error === null ? closing : bothFailed(error, closing);
  }
  if (error !== null) throw error;
}
