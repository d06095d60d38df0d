import type { Command } from 'commander';
import { exitCodes } from '../errors.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import type { Host } from './host.ts';

export function addValidate(command: Command, host: Host, setExitCode: SetExitCode): void {
  withJson(command)
    .description('list all problems of scenario files, as file:line:col')
    .argument('[scenario...]', 'names or paths; all that come with the tool if you name none')
    .action(async (named: string[], flags: { json?: boolean }) =>
      setExitCode(await validate(host, named, flags)),
    );
}

/** Checks scenario files; throws one Failure that lists all problems. */
async function validate(host: Host, named: string[], { json }: { json?: boolean }): Promise<number> {
  const [{ scenarioNames }, { loadSuite }] = await Promise.all([
    import('../scenario/catalog.ts'),
    import('../scenario/load-suite.ts'),
  ]);
  const scenarios = loadSuite(named.length > 0 ? named : scenarioNames(), host.cwd);
  const files = scenarios.map(({ file, arms }) => ({ file, arms: arms.length }));
  if (json) host.stdout.write(`${JSON.stringify({ valid: files }, null, 2)}\n`);
  else
    for (const { file, arms } of files)
      host.stdout.write(`${file}: right, ${arms} ${arms === 1 ? 'arm' : 'arms'}\n`);
  return exitCodes.met;
}
