import { monotonicMs } from '../process/clock.ts';
import { exitCodes, Failure, messageOf } from '../errors.ts';
import { Interrupted } from '../process/host.ts';
import {
  columns,
  schemaVersion,
  type ArmLine,
  type RecordingLine,
  type RunEndedLine,
  type RunLine,
} from '../recording/types.ts';
import type { Asked } from '../recording/run-lines.ts';
import type { Arm } from '../scenario/types.ts';
import { version } from '../package/version.ts';
import type { RunPlan } from './run-plan.ts';

type About = Pick<RunLine, 'platform' | 'load' | 'seed' | 'host' | 'checks' | 'asked'>;

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

/** The lines before the first arm runs: the run, its scenarios, and what is expected of their arms. */
export function openingLines(
  { platform, facts: host, checks, scenarios, skipped }: RunPlan,
  load: string,
  seed: number,
  asked: Asked,
): RecordingLine[] {
  return [
    runLine({ platform: platform.name, load, seed, host, checks, asked }),
    ...scenarios.flatMap(({ name, title, story, file, arms }): RecordingLine[] => [
      { kind: 'scenario', name, title, story, file },
      ...arms.map((arm) => armLine(name, arm, skipped.get(arm.id))),
    ]),
  ];
}

/** Opens the second try of an arm. */
export function retryLine(scenario: string, arm: Arm, retriedFor: string): ArmLine {
  return { ...armLine(scenario, arm), retriedFor };
}

function armLine(scenario: string, arm: Arm, skipped?: string): ArmLine {
  const { id, name, title, setup, expect, expectedAt, because } = arm;
  return {
    kind: 'arm',
    arm: id,
    scenario,
    name,
    title,
    setup,
    expect,
    expectedAt,
    ...(because === null ? {} : { because }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}
