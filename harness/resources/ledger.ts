import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { monotonicMs } from '../process/clock.ts';
import { appendLine, createLedger, strikeOut } from './append.ts';
import { namePrefix, runVariable, type Left, type Resource } from './resource.ts';
import { thisProcess } from './owner.ts';
import { makeStateFolder } from './place.ts';
import { settle, type SettleOptions } from './settle.ts';
import type { Environment } from '../process/caller.ts';
import { watchLedger } from './watch.ts';

/** A run enters here what it makes, before making it, so that anyone can undo all of it. */
export interface Ledger {
  /** The run's name, part of the name of all it makes. */
  name: string;
  file: string;
  /** Writes down what is about to be made. Undone last in, first out. */
  enter: (...resources: Resource[]) => LedgerEntry;
  /** Undoes all open entries; returns those it could not. Idempotent. `retryMs`: see SettleOptions. */
  close: (options?: Pick<SettleOptions, 'retryMs'>) => Promise<Left[]>;
}

/** What was entered together. */
export interface LedgerEntry {
  /** It is gone. */
  settled: () => void;
  /** It stays; `clean` leaves it alone unless asked. */
  keep: () => void;
}

/**
 * Opens the ledger of a run of this process; `env` passes the run's name to child processes. With `watched`, a
 * janitor settles it if this process ends without closing it.
 */
export function openLedger(env: Environment, { prefix = namePrefix, watched = false } = {}): Ledger {
  const name = `${prefix}${randomBytes(5).toString('hex')}`;
  const file = join(makeStateFolder(env), `${name}.ndjson`);
  const janitor = watched ? watchLedger(file) : undefined; // before there is anything to miss
  try {
    createLedger(file, { owner: thisProcess(), run: name, startedAt: new Date().toISOString() });
  } catch (error) {
    janitor?.say('release'); // else they would wait for each other for ever
    throw error;
  }
  const unmark = mark(env, name);
  let nextId = 0;
  let closed = false;
  const enter = (...resources: Resource[]): LedgerEntry => {
    const ids = resources.map((resource) => {
      appendLine(file, { id: nextId, atMs: monotonicMs(), entry: resource });
      return nextId++;
    });
    return { settled: () => strikeOut(file, ids), keep: () => appendLine(file, { keep: ids }) };
  };
  enter({ kind: 'processes', name });
  return {
    name,
    file,
    enter,
    close: async (options) => {
      if (closed) return [];
      janitor?.say('release');
      await janitor?.stop();
      const left = await settle(file, { ...options, orphaned: false });
      closed = left.length === 0;
      unmark();
      return left;
    },
  };
}

/** The runs that an environment is marked with, outer ones first: those of a program that uses the library may overlap. */
const marks = new WeakMap<Environment, (string | undefined)[]>();

/** Marks an environment with a run: processes started with it are that run's. Returns what takes that back. */
function mark(env: Environment, name: string): () => void {
  const names = marks.get(env) ?? [env[runVariable]];
  const show = (run: string | undefined) => {
    if (run === undefined) delete env[runVariable];
    else env[runVariable] = run;
  };
  marks.set(env, [...names, name]);
  show(name);
  return () => {
    const left = (marks.get(env) ?? []).filter((one) => one !== name);
    if (left.length > 1) marks.set(env, left);
    else marks.delete(env);
    if (left.length > 0) show(left.at(-1));
  };
}
