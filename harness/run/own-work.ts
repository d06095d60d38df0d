import { Deferred } from '../process/deferred.ts';
import type { LifeEndedLine, Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';

/**
 * Watches an app that works by itself, by the lines about it. Its time begins with its first life, which it records;
 * `done` resolves at an end that `delivered` looks at: any of its own, but no kill at its limit, which may repeat.
 */
export function watchOwnWork(arm: Arm, record: Recorder): { record: Recorder; done: Promise<void> } {
  const { load } = arm.setup;
  const done = new Deferred();
  if (!('none' in load)) return { record, done: done.promise };
  const exit = load.delivered !== undefined && 'exit' in load.delivered ? load.delivered.exit : null;
  return {
    done: done.promise,
    record: (line) => {
      record(line);
      if (line.kind === 'life-started' && line.life === 1)
        record({ kind: 'arm-started', arm: arm.id, atMs: line.atMs });
      if (line.kind === 'life-ended' && exit !== null && isOwnEnd(line, exit)) done.resolve();
    },
  };
}

function isOwnEnd({ stopped, oomKills, exitCode }: LifeEndedLine, exit: number): boolean {
  return !stopped && (oomKills === 0 || exitCode === exit);
}
