import { exitCodes, Failure } from '../errors.ts';
import { quoted } from '../text/quoted.ts';
import type { Host } from '../process/host.ts';
import type { Argv, Entry } from '../resources/owed.ts';
import { readLedgers, type ReadLedger } from '../resources/read.ts';
import { inert } from '../text/inert.ts';
import { settle } from '../resources/settle.ts';
import { commandsOf } from '../resources/undo.ts';
import { toolCommand } from '../package/tool-command.ts';

export interface CleanOptions {
  dryRun?: boolean;
  kept?: boolean;
  json?: boolean;
}

export interface CleanedRun {
  run: string;
  pid: number;
  startedAt: string;
  /** Only what a run that is `dead` has left is removed. */
  owner: ReadLedger['state'];
  entries: CleanedEntry[];
}

export interface CleanedEntry {
  kind: string;
  name: string;
  /** `found`: it would be removed. `untouched`: its run is not known to be over. */
  state: 'removed' | 'left' | 'found' | 'kept' | 'untouched';
  /** Why it is left; null where it is not. */
  problem: string | null;
  /** What a person would type to undo it. */
  commands: Argv[];
}

/**
 * Undoes what runs that are over have left, and nothing of any other; of that only what is called as one of
 * `named`, where there are any. The exit code is 4 where something is left in spite of that.
 */
export async function clean(host: Host, named: string[], options: CleanOptions): Promise<number> {
  host.signals.endInOrder();
  const { ledgers: all, unreadable } = readLedgers(host.env);
  const ledgers = named.length === 0 ? all : onlyNamed(all, named);
  const runs: CleanedRun[] = [];
  for (const ledger of ledgers) {
    host.signal.throwIfAborted();
    runs.push(await cleanRun(ledger, options));
  }
  if (options.json) host.stdout.write(`${JSON.stringify({ runs, unreadable }, null, 2)}\n`);
  else
    host.stdout.write(
      `${[...runs.flatMap(linesOf), ...unreadable.map(unreadableLine)].map((line) => inert(line, Infinity)).join('\n') || 'Nothing is left.'}\n`,
    );
  const isLeft = runs.some(({ entries }) => entries.some(({ state }) => state === 'left'));
  return isLeft || unreadable.length > 0 ? exitCodes.infrastructure : exitCodes.met;
}

async function cleanRun(ledger: ReadLedger, { dryRun, kept = false }: CleanOptions): Promise<CleanedRun> {
  const { run, owner, startedAt, state, entries, file } = ledger;
  const removes = state === 'dead' && !dryRun;
  const chosen = new Set(entries.map(({ id }) => id));
  const left = removes ? await settle(file, { kept, only: ({ id }) => chosen.has(id) }) : [];
  const stateOf = (entry: Entry): CleanedEntry['state'] => {
    if (state !== 'dead') return 'untouched';
    if (entry.kept && !kept) return 'kept';
    if (dryRun) return 'found';
    return left.some((one) => one.entry.id === entry.id) ? 'left' : 'removed';
  };
  return {
    run,
    pid: owner.pid,
    startedAt,
    owner: state,
    entries: entries.toReversed().map((entry) => ({
      kind: entry.kind,
      name: entry.name,
      state: stateOf(entry),
      problem: left.find((one) => one.entry.id === entry.id)?.problem ?? null,
      commands: commandsOf(entry),
    })),
  };
}

/** Of each ledger what has one of these names: of a run, of a thing, or of a kind of things, as `clean` lists them. */
function onlyNamed(ledgers: ReadLedger[], named: string[]): ReadLedger[] {
  const known = new Set(ledgers.flatMap(({ run, entries }) => entries.flatMap((one) => namesOf(run, one))));
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Failure(
      'usage',
      `Nothing left behind is called ${unknown.map((name) => `"${name}"`).join(', ')}.`,
      {
        hint: `To list what there is: ${toolCommand()} clean --dry-run`,
      },
    );
  }
  return ledgers
    .map((ledger) => ({
      ...ledger,
      entries: ledger.entries.filter((one) => namesOf(ledger.run, one).some((name) => named.includes(name))),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function namesOf(run: string, { kind, name }: Entry): string[] {
  return [run, kind, name];
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

function unreadableLine(file: string): string {
  return `${file} is not a ledger: look at it, and remove it by hand`;
}
