import { field } from '../../kernel/cgroups.ts';
import type { CgroupLimit } from '../../recording/types.ts';
import { limitIn, type Files } from './memory-files.ts';

/** The folders above a pod's, as a reader pod sees them from there. */
const above = { '..': 'above the pod', '../..': 'all pods' };

/** The limits in force, innermost first: of the only container that has one, the pod, and the levels above. */
export function limitsIn(files: Files, folder: string): CgroupLimit[] {
  const containers = foldersIn(files)
    .filter((one) => folder === '' || one === folder)
    .flatMap((one) => limitIn(files, one, 'container') ?? []);
  const limited = containers.filter(({ limitBytes }) => limitBytes !== null);
  const outer = Object.entries(above).flatMap(([path, name]) => limitIn(files, path, name) ?? []);
  const own = limitIn(files, '', 'pod');
  return [...(limited.length === 1 ? limited : []), ...(own ? [own] : []), ...outer];
}

/** v1 counts kills in the containers alone, whose cgroups go with them. */
export class Kills {
  readonly #seen = new Map<string, number>();

  countIn(files: Files): number {
    for (const folder of foldersIn(files)) {
      const count = field(files.get(`${folder}/memory.oom_control`) ?? '', 'oom_kill');
      this.#seen.set(folder, Math.max(count, this.#seen.get(folder) ?? 0));
    }
    return [...this.#seen.values()].reduce((sum, count) => sum + count, 0);
  }
}

function foldersIn(files: Files): string[] {
  const folders = [...files.keys()].map((path) => path.split('/').slice(0, -1).join('/'));
  return [...new Set(folders)].filter((one) => one !== '' && !one.startsWith('..'));
}
