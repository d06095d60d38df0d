/** CLOCK_MONOTONIC in milliseconds: one clock for every process of this host, never set back. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
