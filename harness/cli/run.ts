import { Option, type Command } from 'commander';
import { platformNames } from '../run/platform-names.ts';
import { askedRun } from './arguments/asked.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import { refuseMisspelt } from './arguments/misspelt.ts';
import type { RunFlags } from './arguments/run-flags.ts';
import { collectNames, orVariable, readFolder, readName, wholeNumber } from './arguments/values.ts';
import type { Host } from './host.ts';

export function addRun(command: Command, host: Host, setExitCode: SetExitCode): void {
  const refuse = (named: readonly string[]) =>
    refuseMisspelt(named, command.parent?.commands.map((one) => one.name()) ?? []);
  const option = (flags: string, description: string, read: (text: string) => unknown, variable: string) =>
    command.addOption(orVariable(new Option(flags, description).argParser(read), variable));
  const choice = (flags: string, description: string, choices: string[], variable: string) =>
    command.addOption(orVariable(new Option(flags, description).choices(choices), variable));
  withJson(command)
    .description('run scenarios, and judge each arm by what the scenario expects')
    .argument('[scenario...]', 'names or paths; the default suite if you name none');
  choice(
    '--on <platform>',
    'where to run; for tests, scripted replays the curve in REPRO_SCRIPT',
    ['auto', ...platformNames, 'scripted'],
    'ON',
  );
  choice('--load <load>', 'what drives the load', ['auto', 'builtin', 'k6'], 'LOAD');
  command.addOption(
    orVariable(new Option('--arm <name>', 'run only this arm (repeatable)').argParser(collectNames), 'ARM'),
  );
  option(
    '--out <dir>',
    'folder for the recording and its reports (default: repro-out/...)',
    readFolder,
    'OUT',
  );
  option(
    '--jobs <n>',
    'how many arms to run side by side (default: as many as the host allows)',
    wholeNumber(1, 100),
    'JOBS',
  );
  option(
    '--against <file>',
    'compare with an earlier result.json, or the folder of a run',
    readName,
    'AGAINST',
  );
  option('--repeat <n>', 'run the suite N times', wholeNumber(1, 1000), 'REPEAT');
  option('--seed <n>', 'seed for the content of the uploads', wholeNumber(0, 2 ** 31 - 1), 'SEED');
  option('--scratch-dir <dir>', 'folder on a disk, for scratch that is on disk', readFolder, 'SCRATCH_DIR');
  option(
    '--image <image>',
    'node image of the kind cluster (default: one that is here already)',
    readName,
    'NODE_IMAGE',
  );
  option('--cluster <name>', 'run in this kind cluster of yours, which stays', readName, 'CLUSTER');
  command.option('--all', 'run every scenario that comes with the tool, not only the default suite');
  option(
    '--stretch <n>',
    'run N times slower, for slow hosts (default: as slow as the host needs)',
    wholeNumber(1, 100),
    'STRETCH',
  );
  command
    .option('--keep', 'keep the kind cluster, and print how to look into it and how to remove it')
    .option('--keep-on-failure', 'the same, but only if an expectation is not met or the run fails')
    .option('--detach', 'keep running after the terminal closes or the parent process ends')
    .option('--dry-run', 'show what would run, but run nothing')
    .option('-q, --quiet', 'show no progress')
    .option('-v, --verbose', 'show more progress: programs started, lives, samples taken')
    .option('--no-tui', 'show progress as plain lines, even on a terminal')
    .configureOutput({
      outputError: (text, write) => {
        refuse(command.args.slice(0, 1)); // exce --memory 64Mi: the command is misspelt, not its option
        write(text);
      },
    })
    .action(async (named: string[], flags: RunFlags) => {
      refuse(named);
      setExitCode(await run(host, named, flags));
    });
}

/** Runs scenarios once or `--repeat` times; returns the verdict's exit code. */
async function run(host: Host, named: string[], flags: RunFlags): Promise<number> {
  const startedAt = new Date();
  const { scenarioNames } = await import('../scenario/catalog.ts');
  const { keepArms, loadSuite } = await import('../scenario/load-suite.ts');
  const wanted = flags.all ? [...named, ...scenarioNames()] : named;
  const scenarios = keepArms(loadSuite(wanted, host.cwd), flags.arm ?? []);
  if (flags.dryRun) {
    const { againstFor } = await import('../run/against.ts');
    againstFor(scenarios, { against: flags.against, cwd: host.cwd, env: host.env });
    const { showPlan } = await import('./view/plan.ts');
    return showPlan(host, scenarios, flags);
  }
  // Loaded once the scenarios are valid, so that mistakes in them are reported at once.
  host.signals.endInOrder();
  if (flags.detach) host.signals.outlive();
  const { run: runOnce } = await import('../run/run.ts');
  const { repeatRun } = await import('../run/repeat.ts');
  const { observeRun } = await import('./view/observe-run.ts');
  const { showTogether } = await import('./show.ts');
  const { repeat, json } = flags;
  const { observer, close } = observeRun(host, flags);
  const asked = (on: string, load: string, seed: number) =>
    // Repeated runs each have their own seed unless one was given.
    askedRun(host, named, { ...flags, ...(repeat === undefined && { seed }), on, load });
  const { cwd, env, signal } = host;
  const options = { ...flags, startedAt, asked, cwd, env, signal, observer };
  try {
    const result =
      repeat === undefined ? await runOnce(scenarios, options) : await repeatRun(scenarios, options, repeat);
    const runs = 'runs' in result ? result.runs : [result.findings];
    showTogether(host, result.findings, runs, { json, color: flags.color });
    if (result.error !== null) throw result.error;
    return result.findings.exitCode;
  } finally {
    close();
  }
}
