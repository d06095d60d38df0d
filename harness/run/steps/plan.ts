import { planRun } from '../run-plan.ts';
import type { RunState } from '../state.ts';
import type { Step } from '../steps.ts';

/** Chooses the platform, inspects the host, and fits the scenarios to it. */
export function plan(state: RunState): Step {
  const { caller, observer, scenarios, options } = state;
  return {
    name: 'plan',
    run: async () => {
      const { workFolder, ledger, programs } = state;
      const context = { workFolder, ledger, programs, say: observer.say };
      state.plan = await planRun(caller, scenarios, options, context);
      caller.signal.throwIfAborted();
    },
  };
}
