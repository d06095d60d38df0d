import { field } from '../../kernel/cgroups.ts';
import type { CgroupLimit } from '../../recording/types.ts';
import { unreclaimableBytes } from '../../verdict/composition.ts';
import type { PodObject } from '../kubernetes/pod-object.ts';
import type { Level } from './levels.ts';
import { limitIn, sampleIn, type Files } from './memory-files.ts';
import { containerIdOf, containersOf } from './pod-object.ts';

/** The folders above a pod's, as a reader pod sees them from there. */
const above = { '..': 'above the pod', '../..': 'all pods' };

/** The limits in force for a folder, innermost first: of the container, if it is one, the pod, and the levels above. */
export function limitsIn(files: Files, folder: string): CgroupLimit[] {
  const container = folder === '' ? undefined : limitIn(files, folder, 'container');
  const outer = Object.entries(above).flatMap(([path, name]) => limitIn(files, path, name) ?? []);
  const own = limitIn(files, '', 'pod');
  return [...(container ? [container] : []), ...(own ? [own] : []), ...outer];
}

/** The levels of a pod in a look: its own, then its running containers'. */
export function levelsInFiles(files: Files, pod: PodObject): (Level & { folder: string })[] {
  const folders = foldersIn(files);
  const containers = containersOf(pod).flatMap(({ name }) => {
    const id = containerIdOf(pod, name);
    const folder = id === null ? undefined : folders.find((one) => one.includes(id));
    return folder === undefined ? [] : [{ container: name, folder }];
  });
  return [{ container: null, folder: '' }, ...containers].flatMap(({ container, folder }) => {
    const sample = sampleIn(files, folder, 0);
    if (sample === null) return [];
    const limitBytes = limitIn(files, folder, '')?.limitBytes ?? null;
    return [{ container, folder, limitBytes, unreclaimableBytes: unreclaimableBytes(sample) }];
  });
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
