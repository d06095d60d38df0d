import { firstLine } from '../recording/first-and-last.ts';
import type { Asked, ArmLine, RecordingLine } from '../recording/types.ts';
import { withoutSecrets } from '../scenario/without-secrets.ts';
import type { Arm } from '../scenario/types.ts';
import type { RunPlan } from './run-plan.ts';

/** The lines before the first arm: the run, its scenarios, and what is expected of their arms. */
export function openingLines(
  { platform, facts: host, checks, scenarios, skipped }: RunPlan,
  load: string,
  seed: number,
  asked: Asked | undefined,
): RecordingLine[] {
  return [
    firstLine({ platform: platform.name, load, seed, host, checks, ...(asked && { asked }) }),
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
    setup: withoutSecrets(setup),
    expect,
    expectedAt,
    ...(because === null ? {} : { because }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}
