import { callerOf, type Caller } from '../process/caller.ts';
import { makeOutFolder, refuseOutFolder, type OutFolder } from '../resources/out-folder/out-folder.ts';
import type { Scenario } from '../scenario/types.ts';
import type { RunOptions } from './options.ts';

/** Returns what makes the folder of one or more runs, once; throws a usage Failure if it would be refused. */
export function folderMaker(
  scenarios: Scenario[],
  { out, startedAt = new Date(), ...given }: Pick<RunOptions, 'out' | 'startedAt'> & Partial<Caller>,
): () => OutFolder {
  const caller = callerOf(given);
  refuseOutFolder(caller, out);
  const [first, second] = scenarios;
  const name = first && !second ? first.name : 'suite';
  let made: OutFolder | undefined;
  return () => (made ??= makeOutFolder(caller, out, name, startedAt));
}
