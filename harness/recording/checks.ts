import { Failure } from '../errors.ts';
import type { Check } from './types.ts';
import { toolCommand } from '../package/tool-command.ts';

/** Looks for one thing; a Failure thrown by `look` says that it is missing, and its hint how to mend that. */
export async function attempt(name: string, look: () => string | Promise<string>): Promise<Check> {
  try {
    return ok(name, await look());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, state: 'missing', found: error.message, mend: error.hint ?? null };
  }
}

/** A row of `doctor` for what is there. */
export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found, mend: null };
}

/** A row for what will do, though not well, and what would be better. */
export function warn(name: string, found: string, mend: string): Check {
  return { name, state: 'warn', found, mend };
}

/** Throws one Failure of kind `missing` that lists everything that is; nothing where all is there. */
export function refuseMissing(platform: string, checks: Check[]): void {
  const missing = checks.filter(({ state }) => state === 'missing');
  if (missing.length === 0) return;
  const lines = missing.map(({ found, mend }) => [found, mend].filter(Boolean).join('\n  '));
  throw new Failure('missing', `Can't run on ${platform}: ${lines.join('\n')}`, {
    hint: `More: ${toolCommand()} doctor`,
  });
}
