import { refuseMissing } from '../recording/checks.ts';
import type { Caller } from '../process/caller.ts';
import { refuseTooMany } from '../platforms/capacity.ts';
import type { InspectedPlatform, RunContext } from '../platforms/platform.ts';
import type { Check, HostFacts } from '../recording/types.ts';
import { stretchScenario } from '../scenario/stretch.ts';
import type { Arm, Scenario } from '../scenario/types.ts';
import { choosePlatform } from './choose-platform.ts';
import { fitToHost, type Skipped } from './fit-to-host.ts';
import type { RunOptions } from './options.ts';
import { waitForTurn } from './wait-for-turn.ts';

/** A run as planned for this host. */
export interface RunPlan {
  platform: InspectedPlatform;
  /** What the platform needs, as found. */
  checks: Check[];
  facts: HostFacts | null;
  /** As they apply on this host, with all their arms. */
  scenarios: Scenario[];
  /** The arms that run here. */
  arms: Arm[];
  skipped: Skipped;
  /** How many arms run side by side. */
  jobs: number;
  /** Slow-down factor of the scenarios. */
  stretch: number;
}

/** Inspects the host and fits the scenarios to it, before anything is made. Throws if something is missing. */
export async function planRun(
  caller: Caller,
  written: Scenario[],
  options: RunOptions,
  context: RunContext,
): Promise<RunPlan> {
  const chosen = await choosePlatform(
    caller,
    options,
    written.flatMap(({ arms }) => arms),
    context.say,
  );
  const checks = await chosen.check();
  refuseMissing(chosen.name, checks);
  if (chosen.name !== 'scripted') await waitForTurn(caller, context.ledger, context.say);
  const platform = await chosen.inspect(
    written.flatMap(({ arms }) => arms),
    context,
  );
  const { facts } = platform;
  const stretch = options.stretch ?? platform.stretch;
  const slowed = written.map((scenario) => stretchScenario(scenario, stretch));
  const { scenarios, arms, skipped } = fitToHost(slowed, platform);
  const jobs = options.jobs ?? platform.jobs(arms);
  if (facts) refuseTooMany(arms, facts, jobs);
  return { platform, checks, facts, scenarios, arms, skipped, jobs, stretch };
}
