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

/** A run as it is to be on this host. */
export interface RunPlan {
  platform: InspectedPlatform;
  /** What the platform takes, as it was found. */
  checks: Check[];
  facts: HostFacts | null;
  /** As they hold on this host, with all their arms. */
  scenarios: Scenario[];
  /** Those that run here. */
  arms: Arm[];
  skipped: Skipped;
  /** So many arms side by side. */
  jobs: number;
  /** So many times slower than written. */
  stretch: number;
}

/** Looks at the host and fits the scenarios to it, before the platform makes anything. Throws what is missing. */
export async function planRun(
  caller: Caller,
  written: Scenario[],
  options: RunOptions,
  context: RunContext,
): Promise<RunPlan> {
  const chosen = await choosePlatform(caller, options, context.say);
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
