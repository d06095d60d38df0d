import { chooseLoad as choose } from '../choose-load.ts';
import type { RunState } from '../state.ts';
import type { Step } from '../steps.ts';

/** Finds what drives the load, before anything is made: k6 may not be there. */
export function chooseLoad(state: RunState): Step {
  const { caller, scenarios, options } = state;
  return { name: 'load', run: async () => void (state.load = await choose(caller, scenarios, options)) };
}
