import type { Command } from 'commander';
import { exitCodes } from '../errors.ts';
import type { CleanedRun, CleanOptions } from '../resources/clean.ts';
import { inert } from '../text/inert.ts';
import { quoted } from '../text/quoted.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import type { Host } from './host.ts';

type CleanFlags = CleanOptions & { json?: boolean };

export function addClean(command: Command, host: Host, setExitCode: SetExitCode): void {
  withJson(command)
    .description(
      'remove what killed runs left behind, and nothing of a run that is still going; run it as the user who ran them',
    )
    .argument('[what...]', 'only this run, thing or kind of thing, as --dry-run names it')
    .option('--dry-run', 'list what is left, and remove nothing')
    .option('--kept', 'also remove what was kept on purpose (by --keep, and the app image)')
    .action(async (named: string[], flags: CleanFlags) => setExitCode(await clean(host, named, flags)));
}

/** Exits with 4 if something is still left. */
async function clean(host: Host, named: string[], { json, ...options }: CleanFlags): Promise<number> {
  host.signals.endInOrder();
  const resources = await import('../resources/clean.ts');
  const { runs, unreadable } = await resources.clean(host, named, options);
  const notLedgers = unreadable.map((file) => `${file} is not a ledger: look at it, and remove it by hand`);
  const lines = [...runs.flatMap(linesOf), ...notLedgers];
  const text = lines.map((line) => inert(line, Infinity)).join('\n') || 'Nothing is left.';
  host.stdout.write(`${json ? JSON.stringify({ runs, unreadable }, null, 2) : text}\n`);
  const isLeft = runs.some(({ entries }) => entries.some(({ state }) => state === 'left'));
  return isLeft || unreadable.length > 0 ? exitCodes.infrastructure : exitCodes.met;
}

const ownerWords = {
  alive: 'is running: nothing of it is touched',
  dead: 'is over',
  elsewhere: 'was started on another host or in another container: clean up there',
};

function linesOf({ run, pid, startedAt, owner, entries }: CleanedRun): string[] {
  return [
    `${run} (process ${pid}, begun ${startedAt.slice(0, 16).replace('T', ' ')}) ${ownerWords[owner]}`,
    ...entries.flatMap(({ state, kind, name, problem, commands }) => [
      `  ${state.padEnd(9)}  ${kind.padEnd(11)}  ${name}${state === 'kept' ? '  (clean --kept removes it)' : ''}`,
      ...(problem === null ? [] : [`${' '.repeat(26)}${problem.replaceAll('\n', ' ')}`]),
      ...(state === 'left' ? [`${' '.repeat(26)}by hand: ${commands.map(quoted).join('; ')}`] : []),
    ]),
  ];
}
