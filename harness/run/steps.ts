import { bothFailed } from '../errors.ts';

/** One step of a run, an arm or a command: what it does and how to undo it. */
export interface Step {
  name: string;
  run: () => Promise<void>;
  /** Called once the later steps are undone, even if `run` failed half-way, with the error so far or null. */
  undo?: (error: unknown) => Promise<void>;
}

/**
 * Runs steps in order, then undoes those begun in reverse, whatever happened. Starts none after `signal` aborts;
 * keeps undoing after an error. Throws the first error, with what could not be undone as its hint.
 */
export async function runSteps(steps: Step[], signal?: AbortSignal): Promise<void> {
  const begun: Step[] = [];
  let error = await errorAfter(null, async () => {
    for (const step of steps) {
      signal?.throwIfAborted();
      begun.push(step);
      await step.run();
    }
  });
  for (const { undo } of begun.toReversed()) error = await errorAfter(error, async () => undo?.(error));
  if (error !== null) throw error;
}

/** The error after `act`: the earlier one, what `act` throws, both combined, or null. */
export async function errorAfter(before: unknown, act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return before;
  } catch (caught) {
    return before === null ? caught : bothFailed(before, caught);
  }
}
