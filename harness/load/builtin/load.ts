import { isSample } from '../../scenario/app-schema.ts';
import { asRequests } from '../../scenario/load-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import type { Load } from '../load.ts';
import { planOf } from '../plan.ts';
import { driveProgram } from '../program.ts';
import type { LoadSettings } from './settings.ts';

/** The built-in load generator: one child process per arm. */
export function builtinLoad(program: string, seed: number): Load {
  return {
    name: 'builtin',
    prepare: async (arm, url, record) => driveProgram('builtin', program, settingsOf(arm, url, seed), record),
  };
}

/** The sample app's own. */
function samplePath(body: number | null): string {
  return body === null ? '/read' : '/upload';
}

function settingsOf(arm: Arm, url: string, seed: number): LoadSettings {
  const load = asRequests(arm.setup.load);
  return {
    arm: arm.id,
    url,
    method: load.method ?? (load.body === null ? 'GET' : 'POST'),
    path: load.path ?? (isSample(arm.setup.app) ? samplePath(load.body) : '/'),
    headers: load.headers ?? {},
    bodyBytes: load.body,
    maxVUs: load.maxVUs,
    seed,
    plan: planOf(load),
  };
}
