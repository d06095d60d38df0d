import type { Runtime } from '../recording/evidence-lines.ts';
import type { ExecFindings } from '../verdict/exec/types.ts';

type Known = Pick<ExecFindings, 'heapShare' | 'heapSource'>;

/** How to report the heap, to tell a leak in it from memory outside. */
export function nameTheHeap({ heapShare, heapSource }: Known): string {
  const holder = heapShare?.holder ?? null;
  const runtime = holder?.runtime ?? null;
  const isOff = heapSource === null || heapSource === 'none';
  const way = (runtime === null ? undefined : ways(isOff)[runtime]) ?? page('a gauge of your own', '#METRIC');
  return `find out whether it is the heap: ${way}`;
}

/** `isOff`: no heap was read from outside. */
function ways(isOff: boolean): Record<Runtime, string> {
  return {
    node: isOff
      ? '--heap auto, or --heap node'
      : `--heap node, if it takes NODE_OPTIONS from its environment; else ${page('nodejs_heap_size_used_bytes, as in prom-client')}`,
    jvm: isOff
      ? '--heap jvm'
      : `run it without -XX:-UsePerfData and -XX:+PerfDisableSharedMem, and --heap jvm; else ${page('jvm_memory_used_bytes{area="heap"}')}`,
    go: page('go_memstats_heap_inuse_bytes, as in promhttp'),
    python: page('a gauge of tracemalloc.get_traced_memory()[0]', '#METRIC'),
    ruby: page('a gauge of ObjectSpace.memsize_of_all', '#METRIC'),
    dotnet: page('dotnet_total_memory_bytes (prometheus-net) or dotnet_gc_last_collection_heap_size_bytes'),
  };
}

function page(metric: string, named = ''): string {
  return `--heap-url http://HOST:PORT/metrics${named} with ${metric}`;
}

/** What is known not to be heap can be looked for outside it; a program without a heap has no outside. */
export function outsideOfHeap({ heapShare }: Known): string {
  if (heapShare !== null && heapShare.bytes !== null)
    return 'look outside the heap: buffers, native libraries, malloc arenas (MALLOC_ARENA_MAX)';
  return 'profile what it allocates (heaptrack, valgrind --tool=massif, jemalloc), and count its malloc arenas (MALLOC_ARENA_MAX)';
}
