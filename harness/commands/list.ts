import type { Host } from '../host.ts';
import { exitCodes } from '../errors.ts';
import { defaultSuite, scenarioNames } from '../scenario/catalog.ts';
import { loadSuite } from '../scenario/load-suite.ts';

/** Prints the scenarios that come with the tool. */
export function list(host: Host, { json }: { json?: boolean }): number {
  const scenarios = loadSuite(scenarioNames(), host.cwd).map(({ name, title, file, arms }) => ({
    name,
    title,
    file,
    inDefaultSuite: defaultSuite.includes(name),
    arms: arms.map((arm) => ({ name: arm.name, title: arm.title, expect: arm.expect })),
  }));
  if (json) host.stdout.write(`${JSON.stringify({ scenarios }, null, 2)}\n`);
  else {
    for (const { name, title, arms, inDefaultSuite } of scenarios) {
      host.stdout.write(`${name}${inDefaultSuite ? '' : ' (not in the default suite)'}\n  ${title}\n`);
      for (const arm of arms)
        host.stdout.write(`    ${arm.name}: ${[arm.expect.outcome].flat().join(' or ')} expected\n`);
    }
  }
  return exitCodes.met;
}
