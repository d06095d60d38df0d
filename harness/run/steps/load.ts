import { chooseLoad as choose } from '../choose-load.ts';
import type { RunState } from '../state.ts';
import type { Step } from '../steps.ts';

/** Chooses the load generator before anything is made, since k6 may be missing. */
export function chooseLoad(state: RunState): Step {
  const { caller, scenarios, options } = state;
  return { name: 'load', run: async () => void (state.load = await choose(caller, scenarios, options)) };
}
