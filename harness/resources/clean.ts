import { Failure } from '../errors.ts';
import { toolCommand } from '../package/tool-command.ts';
import type { Caller } from '../process/caller.ts';
import type { Argv, ReadEntry } from './resource.ts';
import { patience } from './patience.ts';
import { readLedgers, type ReadLedger } from './read.ts';
import { settle, usualRetryMs } from './settle.ts';
import { commandsOf } from './undo.ts';

export interface CleanOptions {
  /** Only report. */
  dryRun?: boolean;
  /** Also remove what was kept on purpose. */
  kept?: boolean;
}

export interface CleanedRun {
  run: string;
  pid: number;
  startedAt: string;
  /** Leftovers are removed only if this is `dead`. */
  owner: ReadLedger['state'];
  entries: CleanedEntry[];
}

export interface CleanedEntry {
  kind: string;
  name: string;
  /** `found`: would be removed. `untouched`: its run may still be going on. */
  state: 'removed' | 'left' | 'found' | 'kept' | 'untouched';
  /** Why it is left; else null. */
  problem: string | null;
  /** What a person would type to undo it. */
  commands: Argv[];
}

/**
 * Removes what finished runs left behind, or only those parts of it called one of `named`, and touches no other
 * run. Returns what became of it, and the ledgers that can't be read.
 */
export async function clean(
  { env, signal }: Pick<Caller, 'env' | 'signal'>,
  named: string[],
  options: CleanOptions,
): Promise<{ runs: CleanedRun[]; unreadable: string[] }> {
  const { ledgers: all, unreadable } = readLedgers(env);
  const ledgers = named.length === 0 ? all : onlyNamed(all, named);
  const retryMs = usualRetryMs * patience(env);
  const runs: CleanedRun[] = [];
  for (const ledger of ledgers) {
    signal.throwIfAborted();
    runs.push(await cleanRun(ledger, { ...options, retryMs }));
  }
  return { runs, unreadable };
}

async function cleanRun(
  ledger: ReadLedger,
  { dryRun, kept = false, retryMs }: CleanOptions & { retryMs: number },
): Promise<CleanedRun> {
  const { run, owner, startedAt, state, entries, file } = ledger;
  const removes = state === 'dead' && !dryRun;
  const chosen = new Set(entries.map(({ id }) => id));
  const left = removes ? await settle(file, { kept, retryMs, only: ({ id }) => chosen.has(id) }) : [];
  const stateOf = (entry: ReadEntry): CleanedEntry['state'] => {
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

/** The entries with one of these names: of a run, a resource, or a kind of resource, as `clean` lists them. */
function onlyNamed(ledgers: ReadLedger[], named: string[]): ReadLedger[] {
  const known = new Set(ledgers.flatMap(({ run, entries }) => entries.flatMap((one) => namesOf(run, one))));
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Failure(
      'usage',
      `Nothing left behind is called ${unknown.map((name) => `"${name}"`).join(', ')}.`,
      { hint: `To list what there is: ${toolCommand()} clean --dry-run` },
    );
  }
  return ledgers
    .map((ledger) => ({
      ...ledger,
      entries: ledger.entries.filter((one) => namesOf(ledger.run, one).some((name) => named.includes(name))),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function namesOf(run: string, { kind, name }: ReadEntry): string[] {
  return [run, kind, name];
}
