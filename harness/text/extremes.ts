/** The largest value, but at least `atLeast`: Math.max(...values) overflows the stack from 120,000 values on. */
export function largest(values: Iterable<number>, atLeast = -Infinity): number {
  let most = atLeast;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The smallest value, but at most `atMost`. */
export function smallest(values: Iterable<number>, atMost = Infinity): number {
  let least = atMost;
  for (const value of values) least = Math.min(least, value);
  return least;
}
