import { readLedgers, type ReadLedger } from './read.ts';
import { commandsOf } from './undo.ts';
import { quoted } from '../text/quoted.ts';
import type { Environment } from '../process/caller.ts';
import { toolCommand } from '../package/tool-command.ts';

/** Says in one line if finished runs have left something behind. */
export function reportLeftovers(env: Environment, say: (text: string) => void): void {
  const dead = readLedgers(env).ledgers.filter(({ state }) => state === 'dead');
  const count = dead.flatMap(({ entries }) => entries.filter(({ kept }) => !kept)).length;
  if (count === 0) return;
  const things = `${count} ${count === 1 ? 'thing' : 'things'}`;
  say(`an earlier run was killed and has left ${things} behind; to remove them: ${toolCommand()} clean`);
}

/** What runs of this process have not undone yet, newest first, with the command for each. */
export function ownLeftovers(env: Environment): string[] {
  const own = readLedgers(env).ledgers.filter(
    ({ owner, state }) => state === 'alive' && owner.pid === process.pid,
  );
  return own.flatMap(rowsOf);
}

/** One line per entry of a ledger, newest first. */
function rowsOf({ entries }: ReadLedger): string[] {
  return entries.toReversed().map((entry) => {
    const commands = commandsOf(entry).map(quoted).join('; ');
    return `${entry.kind.padEnd(12)}  ${entry.name}  (${commands})`;
  });
}
