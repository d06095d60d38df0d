import { nearestOf, type Level } from './levels.ts';
import { askedLimit, containersOf } from './pod-object.ts';
import type { PodContext } from './pod-way.ts';

/**
 * The level of a pod to look at: that of the container named, one of several, else the nearest to its limit. Undefined
 * where the one named is not there at this moment.
 */
export function chosenOf<Of extends Level>(
  levels: readonly Of[],
  { pod, container: named }: Pick<PodContext, 'pod' | 'container'>,
): Of | undefined {
  // The only one is as good as the pod, which outlives it.
  if (named === undefined || containersOf(pod).length === 1) return nearestOf(levels);
  return levels.find(({ container }) => container === named);
}

/** What is known of a pod, where `chosen`, a container of it, is looked at in its place; null: the pod itself is. */
export function factsOfChosen(
  { pod, container: named, facts }: PodContext,
  chosen: string | null,
): PodContext['facts'] {
  if (chosen === null || chosen === named) return facts;
  const { length } = containersOf(pod);
  const note =
    length === 1
      ? `its container ${chosen} is nearer to its own limit than the pod is to that of the pod`
      : `of its ${length} containers, ${chosen} is the nearest to its own limit (-c names another)`;
  return {
    ...facts,
    target: { ...facts.target, container: chosen },
    asked: askedLimit(pod, chosen),
    notes: [...facts.notes, note],
    again: async () => {
      const later = (await facts.again?.()) ?? {};
      return later.notes === undefined ? later : { ...later, notes: [...later.notes, note] };
    },
  };
}
