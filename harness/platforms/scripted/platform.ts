import { Failure } from '../../errors.ts';
import type { Arm } from '../../scenario/types.ts';
import type { InspectedPlatform, Platform } from '../platform.ts';
import { replayingLoad } from './load.ts';
import { podOf } from './pod.ts';
import { readScripts, type Script } from './script.ts';

/**
 * Instantly replays a given memory curve and kills, with matching load: the whole pipeline from scenario to
 * verdict, without a kernel.
 */
export function scriptedPlatform(file: string | undefined, cwd: string): Platform {
  return {
    name: 'scripted',
    forms: ['mode', 'command', 'image', 'manifests'],
    rights: [],
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
    skipReason: (arm) => scriptOf(arm).skipped,
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
