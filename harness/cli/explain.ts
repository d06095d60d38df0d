import { CommanderError } from 'commander';
import { exitCodes, Failure, Interrupted, ofDisk } from '../errors.ts';
import { inertLines } from '../text/inert.ts';
import type { Output } from './host.ts';

/** Explains an error in the user's terms, and returns the exit code. */
export function explain(thrown: unknown, stderr: Output): number {
  const error = ofDisk(thrown);
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.met : exitCodes.usage;
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof Failure) {
    const hint = error.hint ? `\n${error.hint.replaceAll(/^/gm, '  ')}` : '';
    stderr.write(`${inertLines(`${error.message}${hint}`)}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  stderr.write(
    `This is a bug in not-a-leak; please report it with what follows.\n${inertLines(stack ?? '')}\n`,
  );
  return exitCodes.bug;
}
