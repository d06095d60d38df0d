import { Option, type Command } from 'commander';

/** Takes the exit code of the command that ran. */
export type SetExitCode = (code: number) => void;

/** Options that most commands have. */
export function withJson(command: Command): Command {
  return withColor(command.option('--json', 'print one JSON document on stdout'));
}

export function withColor(command: Command): Command {
  return command.addOption(
    new Option('--color <when>', 'whether to colour the output')
      .choices(['auto', 'always', 'never'])
      .default('auto'),
  );
}
