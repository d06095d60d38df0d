import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
import { Interrupted } from '../errors.ts';
import type { Load, RunningLoad } from '../load/load.ts';
import { NeverUp, type Pod, type PreparedPlatform, type StartedApp } from '../platforms/platform.ts';
import type { ArmEndedLine, Recorder } from '../recording/types.ts';
import { isSample } from '../scenario/app-schema.ts';
import type { Arm } from '../scenario/types.ts';
import { withMetric } from './delivered-metric.ts';
import { deathsToSee } from './expected-load.ts';
import { heapPage } from './heap-page.ts';
import { watchHeap } from '../heap/watch-page.ts';
import type { Turn } from './lane.ts';
import { failureOf } from './never-up.ts';
import { watchOwnApp } from './watch-own-app.ts';
import { watchOwnWork } from './own-work.ts';
import { runSteps, type Step } from './steps.ts';
import { untilAborted } from '../process/until-aborted.ts';

/** Lets the app's own memory settle before the load begins. */
const settleMs = 150;

interface ArmContext {
  platform: PreparedPlatform;
  load: Load;
  record: Recorder;
  progress: (arm: Arm, what: string) => void;
  /** Leaves the pod standing when the arm ends. */
  keepPods: boolean;
  turn: Turn;
  signal: AbortSignal;
}

/** Runs one arm, from empty cgroup to empty cgroup; everything observed goes to the recording. */
export async function runArm(arm: Arm, context: ArmContext): Promise<void> {
  const { record, signal } = context;
  let reason: ArmEndedLine['reason'] | null = null;
  const steps = armSteps(arm, context, (how) => void (reason ??= how));
  try {
    await runSteps(steps, signal);
  } finally {
    const how = cutReason(signal) ?? reason ?? 'failed';
    record({ kind: 'arm-ended', arm: arm.id, atMs: monotonicMs(), reason: how });
  }
}

function cutReason({ aborted, reason }: AbortSignal): ArmEndedLine['reason'] | null {
  if (!aborted) return null;
  return reason instanceof Interrupted ? 'interrupted' : 'stopped';
}

function armSteps(arm: Arm, context: ArmContext, endWith: (how: ArmEndedLine['reason']) => void): Step[] {
  const { platform, load, progress, turn, signal } = context;
  const { record, done: workDone } = watchOwnWork(arm, context.record);
  let pod: Pod;
  let app: StartedApp;
  let driving: RunningLoad | undefined;
  const watches: { stop: () => Promise<void> }[] = [];
  let gathered = false;
  const prepareLoad = async (url: string | null) => {
    const longer = lengthened(arm, platform.restartsMs(deathsToSee(arm)));
    return withMetric(await load.prepare(longer, url, record), arm, url, record);
  };
  const waitForTurn: Step = { name: 'turn', run: async () => untilAborted(turn.came, signal) };
  const worksByItself = 'none' in arm.setup.load;
  const gather = async () => {
    gathered = true;
    await pod.gatherEvidence();
  };
  return [
    {
      name: 'pod',
      run: async () => void (pod = await platform.makePod(arm, record, signal)),
      undo: async () => pod?.remove(context.keepPods),
    },
    {
      name: 'load',
      // The load generator starts alongside the app if the address is already known.
      run: async () => {
        if (pod.url !== null) driving = await prepareLoad(pod.url);
      },
      undo: async () => {
        await driving?.stop();
        turn.over();
      },
    },
    ...(worksByItself ? [waitForTurn] : []), // its time begins with its start
    {
      name: 'app',
      run: async () => {
        app = await pod.start(signal).catch((error: unknown) => {
          throw error instanceof NeverUp ? failureOf(arm, error) : error;
        });
        progress(arm, 'the app is up');
      },
      undo: async () => {
        // Helps to explain the failure; only the failure itself is reported.
        if (!gathered && !signal.aborted) await gather().catch(() => undefined);
      },
    },
    {
      name: 'rest',
      run: async () => {
        driving ??= await prepareLoad(app.url);
        if (!platform.load && !worksByItself) await untilAborted(sleep(settleMs), signal);
      },
    },
    ...(worksByItself ? [] : [waitForTurn]),
    {
      name: 'watch',
      run: async () => {
        const page = heapPage(arm.setup, app.url);
        if (page !== null) watches.push(watchHeap(arm.id, page, record));
        if (!isSample(arm.setup.app) && app.cgroup !== null)
          watches.push(watchOwnApp(arm, app.cgroup, record));
      },
      undo: async () => {
        for (const watch of watches) await watch.stop();
      },
    },
    {
      name: 'drive',
      run: async () => {
        progress(arm, worksByItself ? 'it is watched' : 'the load begins');
        turn.begun();
        const done = driving?.run().then(() => endWith('load-done'));
        const shown = app.death(deathsToSee(arm)).then(() => endWith('shown'));
        const own = workDone.then(() => endWith('shown'));
        await untilAborted(Promise.race([done, shown, own]), signal);
      },
    },
    { name: 'evidence', run: gather },
  ];
}

/** An arm that must show restarts needs load until they can have happened. */
function lengthened(arm: Arm, restartsMs: number): Arm {
  const { load } = arm.setup;
  const longer =
    'none' in load ? { ...load, none: load.none + restartsMs } : { ...load, for: load.for + restartsMs };
  return { ...arm, setup: { ...arm.setup, load: longer } };
}
