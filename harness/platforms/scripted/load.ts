import type { Load } from '../../load/load.ts';
import { monotonicMs } from '../../process/clock.ts';
import type { Recorder } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { replay } from './replay.ts';
import type { Script } from './script.ts';

/** A load that instantly records all that an arm's script says about it. */
export function replayingLoad(scriptOf: (arm: Arm) => Script): Load {
  return {
    name: 'scripted',
    prepare: async (arm: Arm, _url: string | null, record: Recorder) => ({
      run: async () => replay(arm, scriptOf(arm), monotonicMs(), record),
      stop: async () => undefined,
    }),
  };
}
