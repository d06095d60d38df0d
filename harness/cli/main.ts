import { CommanderError } from 'commander';
import { exitCodes, Failure, Interrupted, ofDisk } from '../errors.ts';
import { toolCommand } from '../package/tool-command.ts';
import { endProcess } from '../process/end-process.ts';
import { ownLeftovers } from '../resources/leftovers.ts';
import { inertLines } from '../text/inert.ts';
import { refuseTakenByNpm } from './arguments/taken-by-npm.ts';
import { hostOfProcess } from './host.ts';
import { makeProgram } from './program.ts';

const host = hostOfProcess(sayEndedAtOnce);
process.on('uncaughtException', (error) => process.exit(explain(error)));

try {
  refuseTakenByNpm(host.env);
  await makeProgram(host, (code) => void (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
await endProcess();

function sayEndedAtOnce(): void {
  const left = ownLeftovers(host.env);
  const say = ['Ended at once. Not yet undone:', ...left.map((row) => `  ${row}`)];
  say.push(`The run's janitor removes it now. What it leaves: ${toolCommand()} clean`);
  host.stderr.write(left.length > 0 ? `${say.join('\n')}\n` : 'Ended at once; nothing is left.\n');
}

/** Tells the user what went wrong, in the user's terms, and gives the exit code. */
function explain(thrown: unknown): number {
  const error = ofDisk(thrown);
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.met : exitCodes.usage;
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof Failure) {
    const hint = error.hint ? `\n${error.hint.replaceAll(/^/gm, '  ')}` : '';
    host.stderr.write(`${inertLines(`${error.message}${hint}`)}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  host.stderr.write(
    `This is a bug in not-a-leak; please report it with what follows.\n${inertLines(stack ?? '')}\n`,
  );
  return exitCodes.bug;
}
