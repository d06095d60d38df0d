import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const killed = 'oom-killed';
export const hog = (name: string) => fileURLToPath(new URL(`../fixtures/hogs/${name}`, import.meta.url));
export const limit = (size: string) => ['--memory', size];

/** Why a case that takes these programs can't be run here; null where it can. */
export const needs = (...programs: string[]) => {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  return missing.length === 0 ? null : `${missing.join(', ')} not there`;
};
