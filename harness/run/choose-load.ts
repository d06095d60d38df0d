import { availableParallelism } from 'node:os';
import { Failure } from '../errors.ts';
import type { Caller } from '../process/caller.ts';
import { builtinLoad } from '../load/builtin/load.ts';
import { findK6, type FoundK6 } from '../load/k6/find.ts';
import { k6Load } from '../load/k6/load.ts';
import { ownScript } from '../load/k6/scripts.ts';
import type { Load } from '../load/load.ts';
import type { Programs } from '../package/programs.ts';
import type { Scenario } from '../scenario/types.ts';
import type { RunOptions } from './options.ts';

/** What drives a run's load, and what to say about the choice. */
export interface ChosenLoad {
  /** The name in the recording. */
  name: 'k6' | 'builtin' | 'scripted';
  /** For people, one line each. */
  notes: string[];
  make: (parts: LoadParts) => Load;
}

export interface LoadParts {
  programs: Programs;
  seed: number;
  workFolder: string;
  logFolder: string;
}

/**
 * The load that `--load` names. `auto` is k6 if it answers and there is more than one processor. Throws a Failure
 * of kind `missing` if k6 was asked for but is not there.
 */
export async function chooseLoad(
  caller: Caller,
  scenarios: Scenario[],
  { on, load = 'auto' }: Pick<RunOptions, 'on' | 'load'>,
  processors = availableParallelism(),
): Promise<ChosenLoad> {
  if (on === 'scripted') return { name: 'scripted', notes: [], make: makeBuiltin };
  if (load === 'builtin') return builtin(caller, scenarios, 'as asked for');
  if (load === 'auto' && processors === 1)
    return builtin(caller, scenarios, 'as k6 would take the one processor from the app');
  try {
    const found = await findK6(caller.env, caller.signal);
    return withK6(caller, scenarios, found, load === 'k6' ? 'as asked for' : 'which answers here');
  } catch (error) {
    if (load === 'k6' || !(error instanceof Failure)) throw error;
    return builtin(caller, scenarios, `no k6: ${error.message}`);
  }
}

function withK6(caller: Caller, scenarios: Scenario[], { path, version }: FoundK6, why: string): ChosenLoad {
  const own = scriptsOf(scenarios, caller.cwd);
  return {
    name: 'k6',
    notes: [
      `load: k6 ${version}, ${why}`,
      ...own.map(({ scenario, script }) => `load of ${scenario.name}: its own script ${script}`),
    ],
    make: ({ programs, ...rest }) =>
      k6Load({
        k6: path,
        program: programs.k6,
        scripts: new Map(
          own.flatMap(({ scenario, script }) => scenario.arms.map(({ id }) => [id, script] as const)),
        ),
        ...rest,
      }),
  };
}

function builtin(caller: Caller, scenarios: Scenario[], why: string): ChosenLoad {
  const own = scriptsOf(scenarios, caller.cwd);
  return {
    name: 'builtin',
    notes: [
      `load: builtin, ${why}`,
      ...own.map(({ scenario, script }) => `load of ${scenario.name}: plain, as only k6 runs ${script}`),
    ],
    make: makeBuiltin,
  };
}

function makeBuiltin({ programs, seed }: LoadParts): Load {
  return builtinLoad(programs.load, seed);
}

function scriptsOf(scenarios: Scenario[], cwd: string): { scenario: Scenario; script: string }[] {
  return scenarios.flatMap((scenario) => {
    const script = ownScript(scenario, cwd);
    return script === null ? [] : [{ scenario, script }];
  });
}
