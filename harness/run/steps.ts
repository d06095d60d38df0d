/** One step of an arm: what it does, and how it is undone. */
export interface Step {
  name: string;
  run: () => Promise<void>;
  /** Called, also where `run` failed half-way, once the steps after it were undone. */
  undo?: () => Promise<void>;
}

/**
 * Runs steps in order and then undoes those begun in reverse order, whatever happened. The first error is
 * the one that is thrown; undoing goes on after an error in undoing.
 */
export async function runSteps(steps: Step[], signal: AbortSignal): Promise<void> {
  const begun: Step[] = [];
  const errors: unknown[] = [];
  try {
    for (const step of steps) {
      signal.throwIfAborted();
      begun.push(step);
      await step.run();
    }
  } catch (error) {
    errors.push(error);
  }
  for (const step of begun.toReversed()) {
    await step.undo?.().catch((error: unknown) => void errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
}
