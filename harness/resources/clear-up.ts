import { bothFailed, Failure } from '../errors.ts';
import type { Ledger } from './ledger.ts';
import type { Left } from './owed.ts';
import { toolCommand } from '../package/tool-command.ts';

/** Settles a ledger; gives the error that the run ended with, and with it what could not be undone. */
export async function clearUp(ledger: Ledger, error: unknown): Promise<unknown> {
  const left = await ledger.close();
  if (left.length === 0) return error;
  const failure = leftBehind(left);
  return error === null ? failure : bothFailed(error, failure);
}

function leftBehind(left: Left[]): Failure {
  const lines = left.map(({ entry, problem }) => `${entry.kind} ${entry.name}: ${problem}`);
  return new Failure('infrastructure', `Could not remove all that the run made: ${left.length} left.`, {
    hint: [...lines, `Once that is fixed: ${toolCommand()} clean`].join('\n'),
  });
}
