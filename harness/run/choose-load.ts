import { availableParallelism } from 'node:os';
import type { Caller } from '../process/caller.ts';
import { driveCommand } from '../load/command/load.ts';
import type { Load } from '../load/load.ts';
import { passTime } from '../load/none.ts';
import { isRequests } from '../scenario/load-schema.ts';
import type { Arm, Scenario } from '../scenario/types.ts';
import { quoted } from '../text/quoted.ts';
import { chooseGenerator, eachOnce, makeBuiltin } from './choose-generator.ts';
import type { ChosenLoad, LoadParts } from './chosen-load.ts';
import type { RunOptions } from './options.ts';

/**
 * What loads each arm as its scenario says: requests, a command, or nothing. Throws as `chooseGenerator` does.
 */
export async function chooseLoad(
  caller: Caller,
  scenarios: Scenario[],
  options: Pick<RunOptions, 'on' | 'load'>,
  processors = availableParallelism(),
): Promise<ChosenLoad> {
  const arms = scenarios.flatMap((scenario) => scenario.arms);
  const others = arms.filter(({ setup }) => !isRequests(setup.load));
  const generator =
    others.length === arms.length && arms.length > 0 && options.on !== 'scripted'
      ? withoutRequests(others)
      : await chooseGenerator(caller, scenarios, options, processors);
  const notes = [...generator.notes, ...otherNotes(scenarios)];
  return { ...generator, notes, make: (parts) => byKind(generator.make(parts), parts, others) };
}

/** The load of each arm, by its kind. */
function byKind(requests: Load, { programs, ledger, ...folders }: LoadParts, others: Arm[]): Load {
  // Whatever a command has started ends with the run, even what left its process group.
  if (others.some(({ setup }) => 'command' in setup.load))
    ledger.enter({ kind: 'processes', name: ledger.name });
  return {
    name: requests.name,
    prepare: async (arm, url, record) => {
      const { load } = arm.setup;
      if (isRequests(load)) return requests.prepare(arm, url, record);
      if ('none' in load) return passTime(arm.id, load.none, record);
      return driveCommand({ program: programs.command, ...folders }, arm, load, url, record);
    },
  };
}

function withoutRequests(others: Arm[]): ChosenLoad {
  const name = others.some(({ setup }) => 'command' in setup.load) ? 'command' : 'none';
  return { name, notes: [], make: makeBuiltin };
}

/** What loads those arms that take no requests. */
function otherNotes(scenarios: Scenario[]): string[] {
  return scenarios.flatMap(({ name, arms }) =>
    eachOnce(
      arms.flatMap(({ setup: { load } }) => {
        if ('none' in load) return [`load of ${name}: none, it is watched`];
        return 'command' in load ? [`load of ${name}: ${quoted(load.command)}`] : [];
      }),
    ),
  );
}
