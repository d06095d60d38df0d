import { columns, sometimesNull, type Sample } from '../../recording/types.ts';

/** A sample with only these figures: all else is 0, or null where a kernel may lack it. */
export function sampleOf(figures: Partial<Sample>): Sample {
  const none = columns.map((name) => [name, sometimesNull.has(name) ? null : 0] as const);
  return { ...(Object.fromEntries(none) as unknown as Sample), ...figures };
}
