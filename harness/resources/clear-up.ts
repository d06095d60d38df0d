import { Failure } from '../errors.ts';
import type { Ledger } from './ledger.ts';
import { toolCommand } from '../package/tool-command.ts';

/** Undoes all open entries of a ledger; throws a Failure that says what is left. Idempotent. */
export async function clearUp(ledger: Ledger): Promise<void> {
  const left = await ledger.close();
  if (left.length === 0) return;
  const lines = left.map(({ entry, problem }) => `${entry.kind} ${entry.name}: ${problem}`);
  throw new Failure('infrastructure', `Could not remove all that the run made: ${left.length} left.`, {
    hint: [...lines, `Once that is fixed: ${toolCommand()} clean`].join('\n'),
  });
}
