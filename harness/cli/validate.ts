import type { Host } from '../process/host.ts';
import { exitCodes } from '../errors.ts';
import { scenarioNames } from '../scenario/catalog.ts';
import { loadSuite } from '../scenario/load-suite.ts';

/** Checks scenario files; problems are thrown as one Failure that lists them all. */
export function validate(host: Host, named: string[], { json }: { json?: boolean }): number {
  const scenarios = loadSuite(named.length > 0 ? named : scenarioNames(), host.cwd);
  const files = scenarios.map(({ file, arms }) => ({ file, arms: arms.length }));
  if (json) host.stdout.write(`${JSON.stringify({ valid: files }, null, 2)}\n`);
  else
    for (const { file, arms } of files)
      host.stdout.write(`${file}: right, ${arms} ${arms === 1 ? 'arm' : 'arms'}\n`);
  return exitCodes.met;
}
