import { bothFailed } from '../errors.ts';

/** One step of a run, of an arm, of a command: what it does, and how it is undone. */
export interface Step {
  name: string;
  run: () => Promise<void>;
  /**
   * Called, also where `run` failed half-way, once the steps after it were undone; with the error so far, null where
   * there is none.
   */
  undo?: (error: unknown) => Promise<void>;
}

/**
 * Runs steps in order and then undoes those begun in reverse order, whatever happened; none is begun once `signal` is
 * aborted. Undoing goes on after an error in undoing. Throws the first error, with what could not be undone as its hint.
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

/** The error that there is after `act`: the one before it, with what `act` throws, or either, or null. */
export async function errorAfter(before: unknown, act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return before;
  } catch (caught) {
    return before === null ? caught : bothFailed(before, caught);
  }
}
