import { exitCodes, Failure, Interrupted, messageOf } from '../errors.ts';
import { version } from '../package/version.ts';
import { monotonicMs } from '../process/clock.ts';
import { columns, schemaVersion, type RunEndedLine, type RunLine } from './types.ts';

/** The first line of a recording, of a run or a command. */
export function firstLine(
  about: Pick<RunLine, 'platform' | 'load' | 'seed' | 'host' | 'checks' | 'asked'>,
): RunLine {
  const startedAt = new Date().toISOString();
  return { kind: 'run', schemaVersion, version, startedAt, atMs: monotonicMs(), ...about, columns };
}

/** The last line: how it ended, with the error that cut it short. */
export function lastLine(error: unknown): RunEndedLine {
  const interrupted = error instanceof Interrupted ? error : null;
  const failure = error === null || interrupted ? null : messageOf(error);
  const failureCode = error instanceof Failure ? error.exitCode : exitCodes.bug;
  const exitCode = interrupted?.exitCode ?? (failure === null ? null : failureCode);
  const signalName = interrupted?.signalName ?? null;
  return { kind: 'run-ended', atMs: monotonicMs(), interrupted: signalName, failure, exitCode };
}
