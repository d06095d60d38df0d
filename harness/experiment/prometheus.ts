/** The value of a metric without labels in Prometheus' text format; null where it is not there. */
export function parseMetric(text: string, name: string): number | null {
  const value = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1];
  return value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
}

/** What the usual client libraries call the heap in use: Node (prom-client), Go, the JVM (in pools). */
const heapMetrics = [
  /^nodejs_heap_size_used_bytes(?:\{[^}]*\})? (\S+)/gm,
  /^go_memstats_heap_inuse_bytes(?:\{[^}]*\})? (\S+)/gm,
  /^jvm_memory_(?:used_bytes|bytes_used)\{[^}]*area="heap"[^}]*\} (\S+)/gm,
];

/** The heap in use by a metrics page, over all its pools; null where it tells of none. */
export function parseHeap(text: string): number | null {
  for (const metric of heapMetrics) {
    const values = [...text.matchAll(metric)].map(([, value]) => Number(value)).filter(Number.isFinite);
    if (values.length > 0) return values.reduce((sum, value) => sum + value, 0);
  }
  return null;
}
