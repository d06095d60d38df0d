import type { Pod } from '../platform.ts';
import type { Script } from './script.ts';

/** A pod of which only the number of deaths is real. */
export function podOf({ kills }: Script): Pod {
  return {
    url: null,
    gatherEvidence: async () => undefined,
    start: async () => ({
      url: 'scripted:',
      cgroup: null,
      death: (nth) => (kills.length >= nth ? Promise.resolve() : new Promise(() => undefined)),
    }),
    remove: async () => undefined,
  };
}
