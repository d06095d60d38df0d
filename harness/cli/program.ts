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
      'Makes a heap-flat app get OOM-killed by page cache, proves that it was, and proves what ends it.',
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
    .description('check scenario files; all problems at once, as file:line:col')
    .argument('[scenario...]', 'names or paths; none checks all that come with the tool')
    .action(async (named: string[], options: { json?: boolean }) => {
      const { validate } = await import('./validate.ts');
      setExitCode(validate(host, named, options));
    });
  addCommon(program.command('doctor'))
    .description(
      'what this host can do, what rights that takes, and how to fix what is missing; exit code 3 where no run can start',
    )
    .addOption(env(new Option('--on <platform>', 'only this one').choices(['auto', ...platformNames]), 'ON'))
    .addOption(env(new Option('--image <image>', 'kind node image').argParser(readName), 'NODE_IMAGE'))
    .addOption(
      env(
        new Option('--scratch-dir <dir>', 'folder on a disk for disk scratch').argParser(readFolder),
        'SCRATCH_DIR',
      ),
    )
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./doctor.ts');
      setExitCode(await doctor(host, options));
    });
  addCommon(program.command('clean'))
    .description(
      'remove what killed runs left behind, and nothing of a run still going; as the user who ran them',
    )
    .argument('[what...]', 'only these: a run, a thing or a kind of things, as the list names them')
    .option('--dry-run', 'list it, and remove nothing')
    .option('--kept', 'also remove what was kept on purpose (--keep, the image of the app)')
    .action(async (named: string[], options: CleanOptions) => {
      const { clean } = await import('./clean.ts');
      setExitCode(await clean(host, named, options));
    });
  program
    .command('render')
    .description('print the Kubernetes objects of an arm')
    .argument('<scenario/arm>', 'an arm; its baseline where only a scenario is named')
    .option('--image <image>', 'image of the app', 'not-a-leak-app:dev')
    .action(async (arm: string, options: { image?: string }) => {
      const { render } = await import('./render.ts');
      setExitCode(render(host, arm, options));
    });
  addCommon(program.command('report'))
    .description('judge a recording again and render its reports')
    .argument('<dir>', 'folder of a run, such as repro-out/latest', readFolder)
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
    .description('run scenarios and judge each arm against what the scenario expects')
    .argument('[scenario...]', 'names or paths; none runs the default suite')
    .addOption(
      env(
        new Option(
          '--on <platform>',
          'where to run; scripted replays the curve in REPRO_SCRIPT, for tests',
        ).choices(['auto', ...platformNames, 'scripted']),
        'ON',
      ),
    )
    .addOption(
      env(new Option('--load <load>', 'what drives the load').choices(['auto', 'builtin', 'k6']), 'LOAD'),
    )
    .addOption(env(new Option('--arm <name>', 'only this arm (repeatable)').argParser(collect), 'ARM'))
    .addOption(
      env(
        new Option('--out <dir>', 'folder for recording and result (default: repro-out/...)').argParser(
          readFolder,
        ),
        'OUT',
      ),
    )
    .addOption(
      env(
        new Option('--jobs <n>', 'arms side by side (default: as the host allows)').argParser(count(100)),
        'JOBS',
      ),
    )
    .addOption(env(new Option('--repeat <n>', 'run the suite N times').argParser(count(1000)), 'REPEAT'))
    .addOption(
      env(new Option('--seed <n>', 'seed of the uploads').argParser(wholeNumber(0, 2 ** 31 - 1)), 'SEED'),
    )
    .addOption(
      env(
        new Option('--scratch-dir <dir>', 'folder on a disk for disk scratch').argParser(readFolder),
        'SCRATCH_DIR',
      ),
    )
    .addOption(
      env(
        new Option('--image <image>', 'kind node image (default: one that is here)').argParser(readName),
        'NODE_IMAGE',
      ),
    )
    .addOption(
      env(
        new Option('--cluster <name>', 'run in this kind cluster, and leave it standing').argParser(readName),
        'CLUSTER',
      ),
    )
    .option('--all', 'every scenario that comes with the tool, not only the default suite')
    .addOption(
      env(
        new Option(
          '--stretch <n>',
          'run N times slower, for slow hosts (default: as the host needs)',
        ).argParser(count(100)),
        'STRETCH',
      ),
    )
    .option('--keep', 'leave the kind cluster standing, and say how to look into it and remove it')
    .option('--keep-on-failure', 'the same, where an expectation was not met or the run failed')
    .option('--detach', 'keep running when the terminal closes or the parent process is gone')
    .option('--dry-run', 'show what would run, and make nothing')
    .option('-q, --quiet', 'no progress on stderr')
    .option('-v, --verbose', 'more of it: programs that run, lives, what was sampled')
    .option('--no-tui', 'progress as plain lines, also on a terminal')
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
      new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'),
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
