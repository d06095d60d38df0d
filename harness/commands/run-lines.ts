import { monotonicMs } from '../clock.ts';
import { exitCodes, Failure, messageOf } from '../errors.ts';
import { Interrupted } from '../host.ts';
import { columns, schemaVersion, type RunEndedLine, type RunLine } from '../recording/types.ts';
import { version } from '../version.ts';

type About = Pick<RunLine, 'platform' | 'load' | 'seed' | 'host' | 'checks'>;

/** The first line of a recording. */
export function runLine(about: About): RunLine {
  const startedAt = new Date().toISOString();
  return { kind: 'run', schemaVersion, version, startedAt, atMs: monotonicMs(), ...about, columns };
}

/** The last line: how the run ended, with the error that cut it short. */
export function closingLine(error: unknown): RunEndedLine {
  const interrupted = error instanceof Interrupted ? error : null;
  const failure = error === null || interrupted ? null : messageOf(error);
  const failureCode = error instanceof Failure ? error.exitCode : exitCodes.bug;
  const exitCode = interrupted?.exitCode ?? (failure === null ? null : failureCode);
  return {
    kind: 'run-ended',
    atMs: monotonicMs(),
    interrupted: interrupted?.signalName ?? null,
    failure,
    exitCode,
  };
}
