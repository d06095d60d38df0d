import { clearUp } from '../../resources/clear-up.ts';
import { reportLeftovers } from '../../resources/leftovers.ts';
import { openLedger as open } from '../../resources/ledger.ts';
import type { RunState } from '../state.ts';
import { errorAfter, type Step } from '../steps.ts';

/** Opens the ledger of what the run makes, and reports leftovers of earlier runs. */
export function openLedger(state: RunState): Step {
  const { caller, observer } = state;
  return {
    name: 'ledger',
    run: async () => {
      state.ledger = open(caller.env, { watched: true });
      reportLeftovers(caller.env, observer.say);
    },
    // Without an error the run has settled it and reported what could not be undone.
    undo: async (error) => (error === null ? undefined : clearUp(state.ledger)),
  };
}

/** Undoes what the run made while the recording is still open to record what could not be undone. */
export function settleLedger(state: RunState): Step {
  return {
    name: 'settle',
    run: async () => void (state.error = await errorAfter(state.error, () => clearUp(state.ledger))),
  };
}
