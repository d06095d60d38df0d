import { Option, type Command } from 'commander';
import { resolve } from 'node:path';
import { heapChoices, type HeapChoice, type ScratchOption } from '../exec/options.ts';
import { renderJson } from '../report/json.ts';
import { askedBy } from './arguments/asked.ts';
import { withColor, type SetExitCode } from './arguments/common.ts';
import { collectScratch, readSize, readTimeout, readUrl } from './arguments/exec-values.ts';
import { openResultTarget } from './arguments/result-target.ts';
import { readFolder } from './arguments/values.ts';
import { exitCodeOf } from './exec-exit-code.ts';
import type { Host } from './host.ts';
import type { ColorChoice } from './view/colors.ts';

interface ExecFlags {
  memory: number;
  scratch?: ScratchOption[];
  shmSize?: number;
  timeout?: number;
  heap?: HeapChoice;
  heapUrl?: string;
  out?: string;
  /** File, or number of an open descriptor, for the result as JSON. */
  result?: string;
  /** Write report.html even without `--out`; otherwise many commands would leave many pages. */
  report?: boolean;
  passExitCode?: boolean;
  /** Keep going when terminal and parent are gone. */
  detach?: boolean;
  json?: boolean;
  quiet?: boolean;
  color?: ColorChoice;
}

export function addExec(command: Command, host: Host, setExitCode: SetExitCode): void {
  command
    .description('run a command in a memory cgroup, and say how it ended and what filled the limit')
    .usage('--memory SIZE [options] -- COMMAND [ARGS...]')
    .showHelpAfterError(
      '(the options of exec come first, then --, then the command: exec --memory 512Mi -- COMMAND ARGS...)',
    )
    .argument('<command...>', 'the command, after --, with its arguments')
    .option('--memory <size>', 'the memory limit, such as 512Mi (required)', readSize)
    .option(
      '--scratch <where>',
      'memory:DIR[:SIZE] mounts a tmpfs at DIR; disk:DIR checks that DIR is on a disk (repeatable)',
      collectScratch,
    )
    .option('--shm-size <size>', "size of the command's own /dev/shm (default: 64Mi, as in a pod)", readSize)
    .option('--timeout <time>', 'end the command after this time, such as 30s', readTimeout)
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
    .option('-q, --quiet', 'print no result');
  withColor(command).action(async (argv: string[], { memory, ...rest }: Partial<ExecFlags>) => {
    // Checked here, since commander would report it before a misspelt option such as --memry.
    if (memory === undefined) command.error("error: required option '--memory <size>' not specified");
    setExitCode(await exec(host, argv, { memory, ...rest }));
  });
}

/** Returns 0 for any answer that can be trusted; the command's own exit code is passed on only on request. */
async function exec(host: Host, argv: string[], flags: ExecFlags): Promise<number> {
  const { memory: limitBytes, shmSize: shmBytes, timeout: timeoutMs, out, quiet, detach } = flags;
  const { scratch, heap, heapUrl, report: page = out !== undefined } = flags;
  if (detach) host.signals.outlive();
  const writeTarget = openResultTarget(flags.result, host.cwd);
  const command = await import('../exec/exec.ts');
  host.signals.endInOrder();
  const { cwd, env, signal, signals } = host;
  const asked = { ...askedBy(host), args: out === undefined ? [] : ['--out', resolve(cwd, out)] };
  const { findings, error } = await command.exec(argv, {
    cwd,
    env,
    signal,
    signals,
    limitBytes,
    scratch,
    shmBytes,
    timeoutMs,
    heap,
    heapUrl,
    out,
    page,
    asked,
    observer: {
      say: (text) => void (quiet || host.stderr.write(`${text}\n`)),
      started: loadShow,
      judged: async (found, folder) => {
        writeTarget?.(renderJson(found));
        const { showExec } = await loadShow();
        if (flags.json || !quiet) showExec(host.stderr, host, found, { ...flags, page }, folder);
      },
    },
  });
  if (error !== null) throw error;
  return exitCodeOf(findings, flags.passExitCode);
}

/** Loaded while the command runs, so that it starts soon. */
function loadShow() {
  return import('./show.ts');
}
