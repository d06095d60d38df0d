import { Argument, type Command } from 'commander';
import { exitCodes } from '../errors.ts';
import type { SetExitCode } from './arguments/common.ts';
import { readName } from './arguments/values.ts';
import type { Host } from './host.ts';

export function addRbac(command: Command, host: Host, setExitCode: SetExitCode): void {
  command
    .description('print the least Kubernetes roles that a command takes, as YAML')
    .addArgument(new Argument('<command>', 'which').choices(['diagnose']))
    .option('-n, --namespace <name>', 'the namespace of the pods', readName, 'default')
    .action(async (_command: string, { namespace }: { namespace: string }) => {
      const { renderRoles } = await import('../diagnose/targets/roles.ts');
      host.stdout.write(renderRoles(namespace));
      setExitCode(exitCodes.met);
    });
}
