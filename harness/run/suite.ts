import type { Load } from '../load/load.ts';
import type { InspectedPlatform, PreparedPlatform, RunEnd } from '../platforms/platform.ts';
import type { ArmLine, Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';
import { runArm } from './arm.ts';
import { inOrder } from './in-order.ts';
import { runLane, type Turn } from './lane.ts';
import { runSteps } from './steps.ts';

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
  if (arms.length === 0) return; // all skipped
  const { platform, jobs, signal } = context;
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  let prepared: PreparedPlatform;
  const running = new Set<Arm>();
  const disturbed = new Set<Arm>();
  const runOne = async (arm: Arm, turn: Turn) => {
    running.add(arm);
    if (running.size > 1) running.forEach((one) => disturbed.add(one));
    const load = prepared.load ?? context.load;
    try {
      await runArm(arm, { ...context, platform: prepared, load, turn, signal: stop });
    } catch (error) {
      failed.abort(error);
      throw error;
    }
    running.delete(arm);
  };
  /** Runs what `next` hands out, in so many lanes, until one fails; throws why. */
  const runLanes = async (lanes: number, aheadMs: number, next: () => Arm | undefined) => {
    const nextOne = () => (stop.aborted ? undefined : next());
    const all = Array.from({ length: lanes }, () => runLane(nextOne, aheadMs, runOne));
    const ends = await Promise.allSettled(all);
    signal.throwIfAborted();
    failed.signal.throwIfAborted();
    const end = ends.find((result) => result.status === 'rejected');
    if (end) throw end.reason;
  };
  await runSteps([
    {
      name: 'platform',
      run: async () => void (prepared = await platform.prepare(arms, stop)),
      undo: async (error) => prepared?.close(await context.end(error)),
    },
    {
      name: 'side by side',
      run: async () => {
        const waiting = inOrder(arms);
        await runLanes(Math.min(jobs, arms.length), prepared.upAheadMs(jobs), () => waiting.shift());
      },
    },
    {
      name: 'once more',
      run: async () => {
        const unclear = await context.unclear([...disturbed]);
        await runLanes(1, 0, () => {
          const one = unclear.shift();
          if (one) context.record(one.opening);
          return one?.arm;
        });
      },
    },
  ]);
}
