import { startChild } from '../children.ts';

/** A process that outlives the harness's sudden death for as long as it takes to undo what is owed. */
export interface Janitor {
  /** A command that undoes what is about to be made; the last one owed is run first. */
  owe: (argv: [string, ...string[]]) => void;
  /** A process group that makes what is owed, while it runs: it is killed first. */
  running: (group: number, isRunning: boolean) => void;
  /** All was undone: nothing is owed any more, and the process ends. Safe to call again. */
  release: () => Promise<void>;
}

/** Starts the janitor of a run. Where the harness ends without `release`, it runs what is owed. */
export function startJanitor(program: string): Janitor {
  const child = startChild([process.execPath, program], () => undefined);
  return {
    owe: (argv) => child.say(JSON.stringify({ owe: argv })),
    running: (group, isRunning) => child.say(JSON.stringify({ group, isRunning })),
    release: async () => {
      child.say(JSON.stringify({ release: true }));
      await child.stop();
    },
  };
}
