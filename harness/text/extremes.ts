/** The largest of any number of values, and so much at least: Math.max(...values) overflows the stack from 120,000 on. */
export function largest(values: Iterable<number>, atLeast = -Infinity): number {
  let most = atLeast;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The least of any number of values, and so much at most. */
export function smallest(values: Iterable<number>, atMost = Infinity): number {
  let least = atMost;
  for (const value of values) least = Math.min(least, value);
  return least;
}
