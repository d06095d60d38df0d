import { asRequests } from '../../scenario/load-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { addressIn, type Load } from '../load.ts';
import { planOf } from '../plan.ts';
import { driveProgram } from '../program.ts';
import { requestShape } from '../request-shape.ts';
import type { LoadSettings } from './settings.ts';

/** The built-in load generator: one child process per arm. */
export function builtinLoad(program: string, seed: number): Load {
  return {
    name: 'builtin',
    prepare: async (arm, url, record) =>
      driveProgram('builtin', program, settingsOf(arm, addressIn(url), seed), record),
  };
}

function settingsOf(arm: Arm, url: string, seed: number): LoadSettings {
  const load = asRequests(arm.setup.load);
  return {
    arm: arm.id,
    url,
    ...requestShape(arm),
    maxVUs: load.maxVUs,
    seed,
    plan: planOf(load),
  };
}
