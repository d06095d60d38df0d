import { resolve } from 'node:path';

export type Argv = [string, ...string[]];

/** Something a run is about to make, and how to undo it. */
export interface Resource {
  /** What it is, in a word: `cgroup`, `folder`, `container`. */
  kind: string;
  /** Its path or name. */
  name: string;
  /** The commands that undo it, in order; without them it is of a kind that `removers` knows. */
  undo?: Argv[];
  /** A daemon makes it, and may still do so for this long after the run has asked and was killed. */
  lateMs?: number;
}

/** An open entry, as read from a ledger file. */
export interface ReadEntry extends Resource {
  id: number;
  /** When it was written down, by CLOCK_MONOTONIC. */
  atMs: number;
  /** The user asked for it to stay. */
  kept: boolean;
}

/** What could not be undone, and why. */
export interface Left {
  entry: ReadEntry;
  problem: string;
}

/** Whatever a run makes bears its run's name, which begins so. */
export const namePrefix = 'not-a-leak-';

/** The same for a command of `exec`, told apart by a person who lists cgroups or processes. */
export const execPrefix = `${namePrefix}exec-`;

/** Each process that a run starts has the run's name in this variable. */
export const runVariable = 'NOT_A_LEAK_RUN';

/** What is removed with all that is in it, by its path. */
const removedWhole = new Set(['cgroup', 'folder', 'loop device', 'mount']);

/** Whether a thing is the run's own: a path that is removed with all that is in it must bear the run's name. */
export function isOwn({ kind, name }: Resource, run: string): boolean {
  if (!removedWhole.has(kind)) return true;
  return resolve(name) === name && name.split('/').some((part) => part === run || part.startsWith(`${run}.`));
}
