import { Failure } from '../errors.ts';
import type { Caller } from '../process/caller.ts';
import { builtinLoad } from '../load/builtin/load.ts';
import { findK6, type FoundK6 } from '../load/k6/find.ts';
import { k6Load } from '../load/k6/load.ts';
import { ownScript } from '../load/k6/scripts.ts';
import type { Load } from '../load/load.ts';
import { isRequests } from '../scenario/load-schema.ts';
import type { Arm, Scenario } from '../scenario/types.ts';
import type { ChosenLoad, LoadParts } from './chosen-load.ts';
import type { RunOptions } from './options.ts';

/**
 * The generator of requests that `--load` names. `auto` is k6 if it answers and there is more than one processor, or if a scenario
 * names a k6 script. Throws a Failure of kind `missing` if k6 is needed but is not there.
 */
export async function chooseGenerator(
  caller: Caller,
  scenarios: Scenario[],
  { on, load = 'auto' }: Pick<RunOptions, 'on' | 'load'>,
  processors: number,
): Promise<ChosenLoad> {
  if (on === 'scripted') return { name: 'scripted', notes: [], make: makeBuiltin };
  const [needsK6] = scenarios.flatMap(({ arms }) => arms).filter(namesScript);
  if (load === 'builtin') {
    if (needsK6) throw onlyByK6(needsK6, '--load builtin can not run it', 'Leave out --load builtin.');
    return builtin(scenarios, 'as asked for');
  }
  if (load === 'auto' && processors === 1 && !needsK6)
    return builtin(scenarios, 'as k6 would take the one processor from the app');
  try {
    const found = await findK6(caller.env, caller.signal);
    return withK6(scenarios, found, load === 'k6' ? 'as asked for' : 'which answers here');
  } catch (error) {
    if (load === 'k6' || !(error instanceof Failure)) throw error;
    if (needsK6) throw onlyByK6(needsK6, error.message, error.hint);
    return builtin(scenarios, `no k6: ${error.message}`);
  }
}

function namesScript({ setup: { load } }: Arm): boolean {
  return isRequests(load) && load.script !== undefined;
}

function onlyByK6({ locate }: Arm, why: string, hint: string | undefined): Failure {
  const message = `${locate(['load', 'script'])}: load.script: only k6 runs a script. ${why}`;
  return new Failure('missing', message, hint === undefined ? {} : { hint });
}

function withK6(scenarios: Scenario[], { path, version }: FoundK6, why: string): ChosenLoad {
  const own = scriptsOf(scenarios);
  return {
    name: 'k6',
    notes: [
      `load: k6 ${version}, ${why}`,
      ...eachOnce(own.map(({ scenario, script }) => `load of ${scenario}: its own script ${script}`)),
    ],
    make: ({ programs, seed, workFolder, logFolder }) =>
      k6Load({
        k6: path,
        program: programs.k6,
        scripts: new Map(own.map(({ arm, script }) => [arm, script])),
        seed,
        workFolder,
        logFolder,
      }),
  };
}

function builtin(scenarios: Scenario[], why: string): ChosenLoad {
  const own = scriptsOf(scenarios);
  return {
    name: 'builtin',
    notes: [
      `load: builtin, ${why}`,
      ...eachOnce(own.map(({ scenario, script }) => `load of ${scenario}: plain, as only k6 runs ${script}`)),
    ],
    make: makeBuiltin,
  };
}

export function makeBuiltin({ programs, seed }: LoadParts): Load {
  return builtinLoad(programs.load, seed);
}

function scriptsOf(scenarios: Scenario[]): { scenario: string; arm: string; script: string }[] {
  return scenarios.flatMap(({ name: scenario, arms }) =>
    arms.flatMap((arm) => {
      const script = ownScript(arm);
      return script === null ? [] : [{ scenario, arm: arm.id, script }];
    }),
  );
}

export function eachOnce(lines: string[]): string[] {
  return [...new Set(lines)];
}
