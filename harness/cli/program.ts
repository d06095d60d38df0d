import { Command, InvalidArgumentError, Option } from 'commander';
import type { Host } from '../process/host.ts';
import { version } from '../package/version.ts';
import { platformNames } from '../run/platform-names.ts';
import type { CleanOptions } from './clean.ts';
import type { DoctorOptions } from './doctor.ts';
import { addExec } from './exec.ts';
import { examplesAndExitCodes } from './help.ts';
import { readFolder } from './read-folder.ts';
import { refuseMisspelt } from './misspelt.ts';
import type { RunOptions } from './run.ts';

/**
 * The command line. A command is loaded when it runs, for most need little of what the others need.
 * `setExitCode` gets the exit code of the command that ran.
 */
export function makeProgram(host: Host, setExitCode: (code: number) => void): Command {
  const program = new Command('not-a-leak')
    .description(
      'Gets an app with a flat heap OOM-killed by page cache, proves what filled its limit, and proves which fix works.',
    )
    .version(version)
    .addHelpText('after', examplesAndExitCodes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
    });
  addRun(program.command('run', { isDefault: true }), host, setExitCode);
  addExec(program.command('exec'), host, setExitCode);
  addCommon(program.command('list'))
    .description('list the scenarios and their arms')
    .action(async (options: { json?: boolean }) => {
      const { list } = await import('./list.ts');
      setExitCode(await list(host, options));
    });
  addCommon(program.command('validate'))
    .description('list all problems of scenario files, as file:line:col')
    .argument('[scenario...]', 'names or paths; all that come with the tool if you name none')
    .action(async (named: string[], options: { json?: boolean }) => {
      const { validate } = await import('./validate.ts');
      setExitCode(validate(host, named, options));
    });
  addCommon(program.command('doctor'))
    .description(
      'show what this host can run, which rights that takes, and how to fix what is missing; exits with 3 if nothing can run',
    )
    .addOption(
      env(
        new Option('--on <platform>', 'check only this platform').choices(['auto', ...platformNames]),
        'ON',
      ),
    )
    .addOption(
      env(new Option('--image <image>', 'node image of the kind cluster').argParser(readName), 'NODE_IMAGE'),
    )
    .addOption(
      env(
        new Option('--scratch-dir <dir>', 'folder on a disk, for scratch that is on disk').argParser(
          readFolder,
        ),
        'SCRATCH_DIR',
      ),
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts');
      setExitCode(await doctor(host, options));
    });
  addCommon(program.command('clean'))
    .description(
      'remove what killed runs left behind, and nothing of a run that is still going; run it as the user who ran them',
    )
    .argument('[what...]', 'only this run, thing or kind of thing, as --dry-run names it')
    .option('--dry-run', 'list what is left, and remove nothing')
    .option('--kept', 'also remove what was kept on purpose (by --keep, and the app image)')
    .action(async (named: string[], options: CleanOptions) => {
      const { clean } = await import('./clean.ts');
      setExitCode(await clean(host, named, options));
    });
  program
    .command('render')
    .description('print the Kubernetes objects of an arm as YAML')
    .argument('<scenario/arm>', 'an arm; the baseline if you name only a scenario')
    .option('--image <image>', 'image of the sample app', 'not-a-leak-app:dev')
    .action(async (arm: string, options: { image?: string }) => {
      const { render } = await import('./render.ts');
      setExitCode(render(host, arm, options));
    });
  addCommon(program.command('report'))
    .description('judge a recording again, and write its reports')
    .argument('<dir>', 'the folder of a run, such as repro-out/latest', readFolder)
    .action(async (directory: string, options: { json?: boolean }) => {
      const { report } = await import('./report.ts');
      setExitCode(await report(host, directory, options));
    });
  return program;
}

function addRun(command: Command, host: Host, setExitCode: (code: number) => void): void {
  const refuse = (named: readonly string[]) =>
    refuseMisspelt(named, command.parent?.commands.map((one) => one.name()) ?? []);
  addCommon(command)
    .description('run scenarios, and judge each arm by what the scenario expects')
    .argument('[scenario...]', 'names or paths; the default suite if you name none')
    .addOption(
      env(
        new Option(
          '--on <platform>',
          'where to run; for tests, scripted replays the curve in REPRO_SCRIPT',
        ).choices(['auto', ...platformNames, 'scripted']),
        'ON',
      ),
    )
    .addOption(
      env(new Option('--load <load>', 'what drives the load').choices(['auto', 'builtin', 'k6']), 'LOAD'),
    )
    .addOption(env(new Option('--arm <name>', 'run only this arm (repeatable)').argParser(collect), 'ARM'))
    .addOption(
      env(
        new Option(
          '--out <dir>',
          'folder for the recording and its reports (default: repro-out/...)',
        ).argParser(readFolder),
        'OUT',
      ),
    )
    .addOption(
      env(
        new Option(
          '--jobs <n>',
          'how many arms to run side by side (default: as many as the host allows)',
        ).argParser(count(100)),
        'JOBS',
      ),
    )
    .addOption(env(new Option('--repeat <n>', 'run the suite N times').argParser(count(1000)), 'REPEAT'))
    .addOption(
      env(
        new Option('--seed <n>', 'seed for the content of the uploads').argParser(
          wholeNumber(0, 2 ** 31 - 1),
        ),
        'SEED',
      ),
    )
    .addOption(
      env(
        new Option('--scratch-dir <dir>', 'folder on a disk, for scratch that is on disk').argParser(
          readFolder,
        ),
        'SCRATCH_DIR',
      ),
    )
    .addOption(
      env(
        new Option(
          '--image <image>',
          'node image of the kind cluster (default: one that is here already)',
        ).argParser(readName),
        'NODE_IMAGE',
      ),
    )
    .addOption(
      env(
        new Option('--cluster <name>', 'run in this kind cluster of yours, which stays').argParser(readName),
        'CLUSTER',
      ),
    )
    .option('--all', 'run every scenario that comes with the tool, not only the default suite')
    .addOption(
      env(
        new Option(
          '--stretch <n>',
          'run N times slower, for slow hosts (default: as slow as the host needs)',
        ).argParser(count(100)),
        'STRETCH',
      ),
    )
    .option('--keep', 'keep the kind cluster, and print how to look into it and how to remove it')
    .option('--keep-on-failure', 'the same, but only if an expectation is not met or the run fails')
    .option('--detach', 'keep running after the terminal closes or the parent process ends')
    .option('--dry-run', 'show what would run, but run nothing')
    .option('-q, --quiet', 'show no progress')
    .option('-v, --verbose', 'show more progress: programs started, lives, samples taken')
    .option('--no-tui', 'show progress as plain lines, even on a terminal')
    .configureOutput({
      outputError: (text, write) => {
        refuse(command.args.slice(0, 1)); // exce --memory 64Mi: the command is wrong, not its option
        write(text);
      },
    })
    .action(async (named: string[], options: RunOptions) => {
      refuse(named);
      const { run } = await import('./run.ts');
      setExitCode(await run(host, named, options));
    });
}

function addCommon(command: Command): Command {
  return command
    .option('--json', 'print one JSON document on stdout')
    .addOption(
      new Option('--color <when>', 'whether to colour the output')
        .choices(['auto', 'always', 'never'])
        .default('auto'),
    );
}

/** A flag that REPRO_NAME sets where the flag is not given. */
function env(option: Option, name: string): Option {
  return option.env(`REPRO_${name}`);
}

function collect(value: string, previous: string[] | undefined): string[] {
  const names = value.split(',').filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError('It must name an arm.');
  return [...(previous ?? []), ...names];
}

/** Nothing is no name: a variable that was not set, most likely. */
function readName(value: string): string {
  if (value === '') throw new InvalidArgumentError('It must not be empty.');
  return value;
}

function count(most: number): (value: string) => number {
  return wholeNumber(1, most);
}

function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    if (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
