import type { Runtime } from '../recording/evidence-lines.ts';

/** The value of a metric without labels in Prometheus' text format; null if absent. */
export function parseMetric(text: string, name: string): number | null {
  const value = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1];
  return value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
}

/** What the common client libraries call the heap in use, by runtime. */
const heapMetrics: [Runtime, RegExp][] = [
  ['node', /^nodejs_heap_size_used_bytes(?:\{[^}]*\})? (\S+)/gm],
  ['go', /^go_memstats_heap_inuse_bytes(?:\{[^}]*\})? (\S+)/gm],
  // In pools.
  ['jvm', /^jvm_memory_(?:used_bytes|bytes_used)\{[^}]*area="heap"[^}]*\} (\S+)/gm],
  // prometheus-net; OpenTelemetry, before .NET 9, and since then by generation.
  ['dotnet', /^dotnet_total_memory_bytes(?:\{[^}]*\})? (\S+)/gm],
  ['dotnet', /^process_runtime_dotnet_gc_objects_size_bytes(?:\{[^}]*\})? (\S+)/gm],
  ['dotnet', /^dotnet_gc_last_collection_heap_size_bytes(?:\{[^}]*\})? (\S+)/gm],
];

/**
 * The heap in use on a metrics page, summed over pools, and the runtime if the metric's name tells; null if the
 * page has none. `metric` names another metric, possibly with labels.
 */
export function parseHeap(
  text: string,
  metric: string | null = null,
): { bytes: number; runtime: Runtime | null } | null {
  const named = metric === null ? heapMetrics : [[null, valuesOf(metric)] as const];
  for (const [runtime, pattern] of named) {
    const bytes = sumOf(text, pattern);
    if (bytes !== null) return { bytes, runtime };
  }
  return null;
}

/** The value of a metric, summed over its labels; null if absent. */
export function parseSum(text: string, metric: string): number | null {
  return sumOf(text, valuesOf(metric));
}

function sumOf(text: string, pattern: RegExp): number | null {
  const values = [...text.matchAll(pattern)].map(([, value]) => Number(value)).filter(Number.isFinite);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

/** Names contain no regex metacharacters. https://prometheus.io/docs/concepts/data_model/ */
function valuesOf(metric: string): RegExp {
  return new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\S+)`, 'gm');
}
