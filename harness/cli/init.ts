import { Option, type Command } from 'commander';
import { exitCodes, Failure } from '../errors.ts';
import { pastedCommand } from '../package/tool-command.ts';
import type { InitRequest } from '../init/request.ts';
import type { ScratchOption } from '../exec/options.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import { collectScratch, readSize } from './arguments/exec-values.ts';
import { readAs, readPath } from './arguments/load-values.ts';
import { readFolder, readName, wholeNumber } from './arguments/values.ts';
import type { Host } from './host.ts';
import { renderMade } from './view/made.ts';

interface InitFlags {
  out: string;
  memory?: number;
  rate?: string;
  method?: string;
  path?: string;
  body?: string;
  for?: string;
  port?: number;
  scratch?: ScratchOption[];
  workload?: string;
  container?: string;
  values?: string[];
  namespace?: string;
  context?: string;
  kubeconfig?: string;
  json?: boolean;
}

const forms = `
FROM is one of:
  PATH...                   manifests: files or folders; a kustomization; a Helm chart
  COMPOSE-FILE [SERVICE]    a service of a compose file
  image NAME                an image
  pod/NAME, deploy/NAME     what lives in a cluster, with your kubectl and its rights
  -- COMMAND [ARGS...]      a command line; {port} in a word stands for a free port

After one of the others, -- COMMAND is the program that makes the load; {url}, {host} and {port} stand for
where the app listens.

Your files are read, and not written. Secrets are not copied.
`;

export function addInit(command: Command, host: Host, setExitCode: SetExitCode): void {
  withJson(command)
    .description('write a scenario for your own app, with arms made from what is there')
    .usage('[FROM] --out DIR [options] [-- COMMAND [ARGS...]]')
    .argument('[from...]', 'what the app is made from')
    .requiredOption('--out <dir>', 'the folder to write; it must be new or empty', readFolder)
    .option('--memory <size>', 'the limit in force, if it stands nowhere, or is another one', readSize)
    .option('--rate <rate>', 'how many requests, such as 100/s', readAs('rate'))
    .addOption(
      new Option('--method <method>', 'their method').choices([
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
      ]),
    )
    .option('--path <path>', "their path; {n} stands for a request's number", readPath)
    .option('--body <size>', 'what each uploads, such as 256Ki', readAs('body'))
    .option('--for <time>', 'for how long, such as 20s', readAs('time'))
    .option('--port <port>', 'where the app listens, if that stands nowhere', wholeNumber(1, 65_535))
    .option(
      '--scratch <where>',
      'memory:DIR[:SIZE]: the memory-backed folder that a command, an image or a service writes to',
      collectScratch,
    )
    .option('--workload <kind/name>', 'which workload, if there are several', readName)
    .option('-c, --container <name>', 'which container, if it has several', readName)
    .option('--values <file>', 'values of the chart (repeatable)', collectFiles)
    .option('-n, --namespace <name>', 'the namespace of the pod', readName)
    .option('--context <name>', 'the context of the kubeconfig', readName)
    .option('--kubeconfig <file>', 'the kubeconfig', readName)
    .addHelpText('after', forms)
    .action(async (words: string[], flags: InitFlags) => {
      setExitCode(await initNow(host, requestOf(words, rawArguments(command), flags), flags));
    });
}

async function initNow(host: Host, request: InitRequest, { json }: InitFlags): Promise<number> {
  const { init } = await import('../init/init.ts');
  const made = await init(request, host);
  const next = pastedCommand(host.env, ['run', folderWord(made.folder)], host.program);
  host.stdout.write(json ? `${JSON.stringify({ ...made, next }, null, 2)}\n` : renderMade(made, next));
  return exitCodes.met;
}

/** A folder that `run` takes for one, and not for the name of a scenario. */
function folderWord(folder: string): string {
  return folder.includes('/') ? folder : `./${folder}`;
}

function requestOf(words: string[], raw: readonly string[], flags: InitFlags): InitRequest {
  const { rate, method, path, body, scratch, memory, for: lasts, ...rest } = flags;
  const end = raw.indexOf('--');
  const after = end === -1 ? 0 : raw.length - end - 1;
  return {
    ...rest,
    words: words.slice(0, words.length - after),
    command: after === 0 ? undefined : words.slice(-after),
    memoryBytes: memory,
    volumes: scratch?.map(volumeOf),
    load: { rate, method, path, body, for: lasts },
  };
}

function volumeOf(scratch: ScratchOption) {
  if (scratch.medium === 'memory') return { at: scratch.directory, sizeBytes: scratch.sizeBytes };
  throw new Failure('usage', '--scratch takes memory:DIR[:SIZE] here: the arm on-disk tries a disk.');
}

function collectFiles(text: string, previous: string[] = []): string[] {
  return [...previous, readName(text)];
}

/** All that was typed, with the `--` that commander takes away. */
function rawArguments({ parent }: Command): readonly string[] {
  return parent !== null && 'rawArgs' in parent ? (parent.rawArgs as string[]) : [];
}
