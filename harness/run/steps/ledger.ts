import { clearUp } from '../../resources/clear-up.ts';
import { tellOfLeftovers } from '../../resources/leftovers.ts';
import { openLedger as open } from '../../resources/ledger.ts';
import type { RunState } from '../state.ts';
import { errorAfter, type Step } from '../steps.ts';

/** Opens the ledger in which the run writes down what it makes, and tells of what earlier runs have left. */
export function openLedger(state: RunState): Step {
  const { caller, observer } = state;
  return {
    name: 'ledger',
    run: async () => {
      state.ledger = open(caller.env, { watched: true });
      tellOfLeftovers(caller.env, observer.say);
    },
    // Without an error so far the run has settled it, and what could not be undone is told.
    undo: async (error) => (error === null ? undefined : clearUp(state.ledger)),
  };
}

/** Undoes what the run has made before its recording is closed: that tells what could not be undone. */
export function settleLedger(state: RunState): Step {
  return {
    name: 'settle',
    run: async () => void (state.error = await errorAfter(state.error, () => clearUp(state.ledger))),
  };
}
