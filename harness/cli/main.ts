import { CommanderError } from 'commander';
import { ownLeftovers } from '../resources/leftovers.ts';
import { makeProgram } from './program.ts';
import { refuseTakenByNpm } from './taken-by-npm.ts';
import { exitCodes, Failure, ofDisk } from '../errors.ts';
import { Interrupted, type Host } from '../process/host.ts';
import { inertLines } from '../text/inert.ts';
import { endProcess } from '../process/end-process.ts';
import { listenToSignals } from '../process/signals.ts';
import { onSuspend } from '../process/suspend.ts';
import { toolCommand } from '../package/tool-command.ts';

const interruption = new AbortController();
const host: Host = {
  cwd: process.cwd(),
  env: process.env,
  stdout: output(process.stdout),
  stderr: output(process.stderr),
  signal: interruption.signal,
  signals: listenToSignals(process.env, interruption, sayEndedAtOnce),
  onExit: (undo) => {
    process.once('exit', undo);
    return () => void process.off('exit', undo);
  },
  onSuspend,
};

process.on('uncaughtException', (error) => process.exit(explain(error)));
process.stdout.on('error', ignoreClosedPipe);
process.stderr.on('error', ignoreClosedPipe);

try {
  refuseTakenByNpm(process.env);
  await makeProgram(host, (code) => void (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
await endProcess();

function sayEndedAtOnce(): void {
  const left = ownLeftovers(process.env);
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

function output(stream: NodeJS.WriteStream): Host['stdout'] {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY,
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  };
}

/** The reader went away (`| head`), or the terminal (EIO): nothing is wrong with the run. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
