import type { Host } from '../process/host.ts';
import { exitCodes } from '../errors.ts';
import { listScenarios } from '../scenario/listed.ts';

/** Prints the scenarios that come with the tool. */
export async function list(host: Host, { json }: { json?: boolean }): Promise<number> {
  const scenarios = await listScenarios(host.cwd);
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
