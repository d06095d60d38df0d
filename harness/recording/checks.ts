import { Failure } from '../errors.ts';
import type { Check } from './types.ts';
import { toolCommand } from '../package/tool-command.ts';

/** Checks one requirement; a Failure thrown by `look` means it is missing, and its hint how to fix that. */
export async function attempt(name: string, look: () => string | Promise<string>): Promise<Check> {
  try {
    return ok(name, await look());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, state: 'missing', found: error.message, hint: error.hint ?? null };
  }
}

/** A row of `doctor` for a requirement that is met. */
export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found, hint: null };
}

/** A row for something usable but not ideal, with advice. */
export function warn(name: string, found: string, hint: string): Check {
  return { name, state: 'warn', found, hint };
}

/** Throws one Failure of kind `missing` that lists all that is missing, if anything. */
export function refuseMissing(platform: string, checks: Check[]): void {
  const missing = checks.filter(({ state }) => state === 'missing');
  if (missing.length === 0) return;
  const lines = missing.map(({ found, hint }) => [found, hint].filter(Boolean).join('\n  '));
  throw new Failure('missing', `Can't run on ${platform}: ${lines.join('\n')}`, {
    hint: `More: ${toolCommand()} doctor`,
  });
}
