/** Prints median, p95 and maximum of some values. */
export function printFigures(what: string, values: number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2);
  console.log(`${what}: median ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)} (${sorted.length} values)`);
}
