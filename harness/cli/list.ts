import type { Command } from 'commander';
import { exitCodes } from '../errors.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import type { Host } from './host.ts';

export function addList(command: Command, host: Host, setExitCode: SetExitCode): void {
  withJson(command)
    .description('list the scenarios and their arms')
    .action(async (flags: { json?: boolean }) => setExitCode(await list(host, flags)));
}

/** Prints the scenarios that come with the tool. */
async function list(host: Host, { json }: { json?: boolean }): Promise<number> {
  const { listScenarios } = await import('../scenario/listed.ts');
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
