import { resolve } from 'node:path';

export type Argv = [string, ...string[]];

/** Something a run is about to make, and how to undo it. */
export interface Resource {
  /** One word: `cgroup`, `folder`, `container`. */
  kind: string;
  /** Its path or name. */
  name: string;
  /** Commands that undo it, in order; without them, `removers` knows its kind. */
  undo?: Argv[];
  /** A daemon makes it, and may still do so this long after the request, even if the run was killed. */
  lateMs?: number;
}

/** An open entry, as read from a ledger file. */
export interface ReadEntry extends Resource {
  id: number;
  /** When it was entered, by CLOCK_MONOTONIC. */
  atMs: number;
  /** The user asked to keep it. */
  kept: boolean;
}

/** What could not be undone, and why. */
export interface Left {
  entry: ReadEntry;
  problem: string;
}

/** Prefix of a run's name, which marks everything it makes. */
export const namePrefix = 'not-a-leak-';

/** The same for `exec`, so that people can tell cgroups and processes apart. */
export const execPrefix = `${namePrefix}exec-`;

/** Environment variable with the run's name, in each process that a run starts. */
export const runVariable = 'NOT_A_LEAK_RUN';

/** Kinds removed by path, with everything inside. */
const removedWhole = new Set(['cgroup', 'folder', 'loop device', 'mount']);

/** Whether a resource is the run's own: a path removed recursively must contain the run's name. */
export function isOwn({ kind, name }: Resource, run: string): boolean {
  if (!removedWhole.has(kind)) return true;
  return resolve(name) === name && name.split('/').some((part) => part === run || part.startsWith(`${run}.`));
}
