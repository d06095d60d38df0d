import { Option, type Command } from 'commander';
import { exitCodes, Failure } from '../errors.ts';
import { podWayNames, type ClusterRequest, type TargetRequest } from '../diagnose/target.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import { readTimeout } from './arguments/exec-values.ts';
import { readFolder, readName } from './arguments/values.ts';
import { inert } from '../text/inert.ts';
import type { Host } from './host.ts';
import type { ColorChoice } from './view/colors.ts';

interface DiagnoseFlags extends Omit<ClusterRequest, 'resource'> {
  allNamespaces?: boolean;
  selector?: string;
  for?: number;
  dryRun?: boolean;
  untilKill?: boolean;
  out?: string;
  json?: boolean;
  quiet?: boolean;
  color?: ColorChoice;
}

const examples = `
Targets:
  pod/NAME, deploy/NAME, sts/NAME, job/NAME, ...  of a cluster, with your kubectl and its rights
  container NAME|ID    of Docker or podman
  unit NAME            of systemd
  pid N                the cgroup of a process
  cgroup PATH          a folder, or its path below the place where cgroups are mounted
  -                    evidence on stdin: the kernel's report of a kill, memory.stat, a pod's description, ...

The target is not changed. Nothing is charged to it, except 1 to 2 MiB with --via exec.
`;

export function addDiagnose(command: Command, host: Host, setExitCode: SetExitCode): void {
  withJson(command)
    .description(
      'say what fills a living pod, container, service or process, when it dies, and what killed it before',
    )
    .argument('[target...]', 'what to look at, such as pod/NAME or pid 4711')
    .option('-n, --namespace <name>', 'the namespace of the pod', readName)
    .option('-A, --all-namespaces', 'every pod of the cluster, one line each, the nearest to its limit first')
    .option(
      '-l, --selector <labels>',
      'list only the pods with these labels, the nearest to its limit first',
      readName,
    )
    .option('-c, --container <name>', 'the container whose limit is meant', readName)
    .option('--context <name>', 'the context of the kubeconfig', readName)
    .option('--kubeconfig <file>', 'the kubeconfig', readName)
    .addOption(
      new Option('--via <way>', 'how to look at a pod (default: the best that you may)').choices(podWayNames),
    )
    .option(
      '--image <name>',
      "the image of the reader pod, which must have a shell (default: the container's)",
      readName,
    )
    .option('--for <time>', 'how long to look (default: 20s)', readTimeout)
    .option('--dry-run', 'print how a pod would be looked at, and what would be made for that')
    .option('--until-kill', 'look until something is killed; --for then bounds it (default: 1h)')
    .option('--out <dir>', 'folder for the recording and its reports', readFolder)
    .option('-q, --quiet', 'print the answer alone')
    .addHelpText('after', examples)
    .action(async (words: string[], flags: DiagnoseFlags) =>
      setExitCode(await diagnoseNow(host, words, flags)),
    );
}

const untilKillMs = 3_600_000;

async function diagnoseNow(host: Host, words: readonly string[], flags: DiagnoseFlags): Promise<number> {
  const isOfMany =
    flags.allNamespaces === true || flags.selector !== undefined || flags.namespace !== undefined;
  if (words.length === 0 && isOfMany) return listPods(host, flags);
  if (words.length === 1 && words[0] === '-') return diagnosePaste(host, flags);
  const request = requestOf(words, flags);
  if (flags.dryRun) return printPlan(host, request, flags.for);
  const { diagnose } = await import('../diagnose/diagnose.ts');
  const { renderFacts } = await import('../report/diagnosis-text.ts');
  const { showDiagnosis } = await import('./show-diagnosis.ts');
  host.signals.endInOrder();
  const { cwd, env, signal, stderr } = host;
  const { untilKill = false, out, json = false, quiet = false, color = 'auto' } = flags;
  const forMs = flags.for ?? (untilKill ? untilKillMs : undefined);
  const { diagnosis, folder, error } = await diagnose(request, {
    cwd,
    env,
    signal,
    untilKill,
    out,
    ...(forMs === undefined ? {} : { forMs }),
    facts: (facts) => {
      if (!json && !quiet)
        stderr.write(`${renderFacts(facts, stderr.isTTY ? stderr.size().columns : Infinity)}\n`);
    },
  });
  showDiagnosis(host, diagnosis, { json, color, folder });
  if (error !== null) throw error;
  return exitCodes.met;
}

async function listPods({ env, signal, stdout, stderr }: Host, flags: DiagnoseFlags): Promise<number> {
  const { lookAtPods } = await import('../diagnose/targets/all-pods.ts');
  const { renderPods } = await import('./view/pods.ts');
  const namespace = flags.allNamespaces ? undefined : (flags.namespace ?? 'default');
  const found = await lookAtPods({ ...flags, namespace }, { env, signal });
  const width = stdout.isTTY ? stdout.size().columns : Infinity;
  stdout.write(`${flags.json ? JSON.stringify(found, null, 2) : renderPods(found.pods, width)}\n`);
  for (const problem of found.problems) stderr.write(`Not asked: ${inert(problem, Infinity)}\n`);
  return found.problems.length > 0 ? exitCodes.infrastructure : exitCodes.met;
}

async function printPlan({ cwd, env, signal, stdout }: Host, request: TargetRequest, forMs?: number) {
  const { planDiagnosis, renderPlan } = await import('../diagnose/plan.ts');
  stdout.write(renderPlan(await planDiagnosis(request, { cwd, env, signal }, forMs)));
  return exitCodes.met;
}

async function diagnosePaste(host: Host, { json, color }: DiagnoseFlags): Promise<number> {
  const { diagnosePasted } = await import('../diagnose/pasted/diagnose-pasted.ts');
  const { showDiagnosis } = await import('./show-diagnosis.ts');
  const found = diagnosePasted(await host.readStdin());
  showDiagnosis(host, found, { json, color, folder: null });
  const isEmpty = found.composition === null && found.kills.length === 0 && found.reported.length === 0;
  return isEmpty ? exitCodes.inconclusive : exitCodes.met;
}

const ofHost = ['container', 'unit', 'pid', 'cgroup'] as const;

/** `pid 4711`, `pid/4711`, `pod/NAME`, `deploy/NAME`; anything else is a usage Failure. */
export function requestOf(
  words: readonly string[],
  flags: Omit<ClusterRequest, 'resource'> = {},
): TargetRequest {
  const [first = '', second] = words;
  const [kind, name] = second === undefined ? splitAt(first) : [first, second];
  const isOfHost = ofHost.find((one) => one === kind);
  if (words.length > 2 || name === undefined || name === '' || kind === '')
    throw new Failure('usage', `${words.join(' ')} is not a target.`, {
      hint: 'Name one such as pod/NAME, deploy/NAME, container NAME, unit NAME, pid N or cgroup PATH.',
    });
  if (isOfHost) return { kind: isOfHost, name };
  const { namespace, container, context, kubeconfig, via, image } = flags;
  const cluster = { resource: kind, namespace, container, context, kubeconfig, via, image };
  return { kind: 'pod', name, cluster };
}

function splitAt(word: string): [string, string | undefined] {
  const at = word.indexOf('/');
  return at <= 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}
