import { layOutPrograms } from '../../package/programs.ts';
import { makeWorkFolder } from '../../resources/work-folder.ts';
import type { RunState } from '../state.ts';
import type { Step } from '../steps.ts';

/** Makes the run's temporary folder and puts its programs there. */
export function layOut(state: RunState): Step {
  return {
    name: 'lay out',
    run: async () => {
      state.workFolder = makeWorkFolder(state.ledger, state.caller.env);
      state.programs = layOutPrograms(state.workFolder);
    },
  };
}
