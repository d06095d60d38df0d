import type { Arm } from '../../scenario/types.ts';

const toolLabel = 'dev.not-a-leak';
export const runLabel = 'dev.not-a-leak.run';

/** Labels of everything that a run makes, to find it without its name. */
export function labelsOf(run: string): Record<string, string> {
  return { [toolLabel]: '1', [runLabel]: run };
}

/** Names of a pod's parts; `run` is the run's own name and begins with `not-a-leak-`. */
export interface PodNames {
  /** The arm, as part of other names. */
  arm: string;
  app: string;
  keeper: string;
  volume: string;
  /** Of the app and the services beside it, if there are any. */
  network: string;
  service: (name: string) => string;
}

export function namesOf(run: string, { id }: Pick<Arm, 'id'>): PodNames {
  const arm = id.replace('/', '.');
  const base = `${run}.${arm}`;
  return {
    arm,
    app: `${base}.app`,
    keeper: `${base}.keeper`,
    volume: `${base}.scratch`,
    network: `${base}.network`,
    service: (name) => `${base}.service.${name}`,
  };
}

/** The container outside any pod. */
export function helperName(run: string): string {
  return `${run}.helper`;
}
