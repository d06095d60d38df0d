/** A point of a series: time in ms, value in any unit. */
export type Point = readonly [atMs: number, value: number];

/**
 * Theil-Sen: the median slope over all pairs of points, in units per second. Up to a third of the points may be
 * outliers (a collection, a burst). Null for fewer than two moments.
 * https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator
 */
export function robustSlope(points: readonly Point[]): number | null {
  const slopes: number[] = [];
  for (const [index, [fromMs, from]] of points.entries()) {
    for (const [toMs, to] of points.slice(index + 1)) {
      if (toMs !== fromMs) slopes.push(((to - from) * 1000) / (toMs - fromMs));
    }
  }
  return median(slopes);
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** The first point in each of `count` equal spans of time, so that densely sampled spans do not weigh more. */
export function evenInTime(points: readonly Point[], count: number): Point[] {
  const [fromMs = 0] = points[0] ?? [];
  const stretchMs = ((points.at(-1)?.[0] ?? fromMs) - fromMs) / count;
  let nextMs = -Infinity;
  return points.filter(([atMs]) => {
    if (atMs < nextMs) return false;
    nextMs = fromMs + (Math.floor((atMs - fromMs) / stretchMs) + 1) * stretchMs;
    return true;
  });
}

/** At most `count` items, evenly chosen, to bound the cost of a long series. */
export function thin<T>(points: readonly T[], count: number): T[] {
  if (points.length <= count) return [...points];
  return Array.from(
    { length: count },
    (_, index) => points[Math.floor((index * points.length) / count)] as T,
  );
}
