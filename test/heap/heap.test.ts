import { describe, expect, it } from 'vitest';
import { parseHeap } from '../../harness/heap/prometheus.ts';
import { HeapSum } from '../../harness/heap/heap-sum.ts';

describe('heap figures', () => {
  it('of several processes are one sum, as long as each goes on telling', () => {
    const sum = new HeapSum();
    const after = (pid: number, heapUsed: number, atMs: number) => {
      sum.add(pid, heapUsed, atMs);
      return sum.at(atMs);
    };
    expect(after(1, 10, 0)).toBe(10);
    expect(after(2, 5, 100)).toBe(15);
    expect(after(1, 11, 200)).toBe(16);
    expect(sum.pids()).toEqual([1, 2]);
    expect(after(1, 12, 2000)).toBe(12);
    expect(sum.pids()).toEqual([1]);
  });

  it.each([
    ['nodejs_heap_size_used_bytes 7\nnodejs_heap_size_used_bytes_other 9\n', 7],
    ['nodejs_heap_size_used_bytes{app="x"} 7e6\n', 7e6],
    ['go_memstats_heap_inuse_bytes 3\n', 3],
    [
      'jvm_memory_used_bytes{area="heap",id="a"} 1\njvm_memory_used_bytes{area="heap",id="b"} 2\njvm_memory_used_bytes{area="nonheap",id="c"} 4\n',
      3,
    ],
    ['dotnet_total_memory_bytes 4\n', 4],
    [
      'dotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="gen0"} 1\ndotnet_gc_last_collection_heap_size_bytes{gc_heap_generation="loh"} 5\n',
      6,
    ],
    ['something_else 1\n', null],
  ])('are found in %j', (text, bytes) => {
    expect(parseHeap(text)?.bytes ?? null).toBe(bytes);
  });

  it('are those of a metric of any name, where it is named', () => {
    const text = 'nodejs_heap_size_used_bytes 9\npython_traced_bytes{app="x"} 3\n';
    expect(parseHeap(text, 'python_traced_bytes')).toEqual({ bytes: 3, runtime: null });
    expect(parseHeap(text, 'traced')).toBeNull();
  });
});
