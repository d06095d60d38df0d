import { monotonicMs } from '../../process/clock.ts';
import { Failure } from '../../errors.ts';
import type { Load } from '../../load/load.ts';
import type { Recorder } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import type { InspectedPlatform, Platform, Pod } from '../platform.ts';
import { replay } from './replay.ts';
import { readScripts, type Script } from './script.ts';

/**
 * Replays a given memory curve and given kills in no time, with a load that goes with them: the whole
 * pipeline from scenario to verdict, without a kernel.
 */
export function scriptedPlatform(file: string | undefined, cwd: string): Platform {
  return {
    name: 'scripted',
    check: async () => [],
    inspect: async (arms) => inspected(file, readScripts(file, cwd), arms),
  };
}

function inspected(
  file: string | undefined,
  scripts: Record<string, Script[]>,
  arms: Arm[],
): InspectedPlatform {
  const tries = new Map<string, number>();
  const scriptOf = (arm: Arm): Script => {
    const ofArm = scripts[arm.id];
    const script = ofArm?.[(tries.get(arm.id) ?? 1) - 1] ?? ofArm?.at(-1);
    if (!script) throw new Failure('usage', `${file}: there is no script for the arm ${arm.id}.`);
    return script;
  };
  arms.forEach(scriptOf);
  return {
    name: 'scripted',
    facts: null,
    stretch: 1,
    whyNot: (arm) => scriptOf(arm).skipped,
    jobs: () => 1,
    prepare: async () => ({
      makePod: async (arm) => {
        tries.set(arm.id, (tries.get(arm.id) ?? 0) + 1);
        return podOf(scriptOf(arm));
      },
      load: replayingLoad(scriptOf),
      restartsMs: () => 0,
      upAheadMs: () => 0,
      close: async () => undefined,
    }),
  };
}

function podOf({ kills }: Script): Pod {
  return {
    url: null,
    gatherEvidence: async () => undefined,
    start: async () => ({
      url: 'scripted:',
      death: (nth) => (kills.length >= nth ? Promise.resolve() : new Promise(() => undefined)),
    }),
    remove: async () => undefined,
  };
}

function replayingLoad(scriptOf: (arm: Arm) => Script): Load {
  return {
    name: 'scripted',
    prepare: async (arm: Arm, _url: string, record: Recorder) => ({
      run: async () => replay(arm, scriptOf(arm), monotonicMs(), record),
      stop: async () => undefined,
    }),
  };
}
