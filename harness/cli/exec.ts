import { Option, type Command } from 'commander';
import type { Host } from '../process/host.ts';
import { readFolder } from './read-folder.ts';
import {
  collectScratch,
  heapChoices,
  readSize,
  readTimeout,
  readUrl,
  type ExecOptions,
} from './exec-options.ts';

/** The command line of `exec`. */
export function addExec(command: Command, host: Host, setExitCode: (code: number) => void): void {
  command
    .description('run a command in a memory cgroup, and say how it ended and what filled the limit')
    .usage('--memory SIZE [options] -- COMMAND [ARGS...]')
    .showHelpAfterError(
      '(the options of exec come first, then --, then the command: exec --memory 512Mi -- COMMAND ARGS...)',
    )
    .argument('<command...>', 'the command, after --, with its arguments')
    .addOption(
      new Option('--memory <size>', 'the memory limit, such as 512Mi (required)').argParser(readSize),
    )
    .addOption(
      new Option(
        '--scratch <where>',
        'memory:DIR[:SIZE] mounts a tmpfs at DIR; disk:DIR checks that DIR is on a disk (repeatable)',
      ).argParser(collectScratch),
    )
    .addOption(
      new Option(
        '--shm-size <size>',
        "size of the command's own /dev/shm (default: 64Mi, as in a pod)",
      ).argParser(readSize),
    )
    .addOption(
      new Option('--timeout <time>', 'end the command after this time, such as 30s').argParser(readTimeout),
    )
    .addOption(
      new Option(
        '--heap <source>',
        'where the heap figure comes from: auto reads the heaps of Node and JVM processes from outside, jvm only those of JVMs; with node each Node process reports its own',
      )
        .choices(heapChoices)
        .default('auto'),
    )
    .addOption(
      new Option(
        '--heap-url <url>',
        'read the heap figure from a Prometheus text page; #METRIC names the metric',
      )
        .argParser(readUrl)
        .conflicts('heap'),
    )
    .addOption(
      new Option('--out <dir>', 'folder for the recording and its reports (default: repro-out/exec/...)')
        .argParser(readFolder)
        .env('REPRO_OUT'),
    )
    .option(
      '--result <file|fd>',
      'write the result as JSON to a file or an open descriptor, such as 3 (npm passes on none above 2)',
    )
    .option('--report', 'write report.html even without --out')
    .option('--pass-exit-code', "exit with the command's code if the measurement can be trusted")
    .option('--detach', 'keep running after the terminal closes or the parent process ends')
    .option('--json', 'print the result as one JSON document, on stderr')
    .option('-q, --quiet', 'print no result')
    .addOption(
      new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'),
    )
    .action(async (argv: string[], { memory, ...rest }: Partial<ExecOptions>) => {
      // Looked at here: commander would name it before an option that was misspelt, such as --memry.
      if (memory === undefined) command.error("error: required option '--memory <size>' not specified");
      const options = { memory, ...rest };
      const { exec } = await import('../exec/exec.ts');
      setExitCode(await exec(host, argv, options));
    });
}
