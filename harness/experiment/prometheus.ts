/** The value of a metric without labels in Prometheus' text format; null where it is not there. */
export function parseMetric(text: string, name: string): number | null {
  const value = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1];
  return value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
}
