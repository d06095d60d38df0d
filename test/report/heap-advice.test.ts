import { describe, expect, it } from 'vitest';
import { nameTheHeap, outsideOfHeap } from '../../harness/report/heap-advice.ts';
import { runtimes, type Runtime } from '../../harness/recording/evidence-lines.ts';

function known(runtime: Runtime | null, heapSource: string | null = 'auto', bytes: number | null = null) {
  const holder = { pid: 1, name: 'x', runtime };
  return { heapSource, heapShare: { bytes, openBytes: 1, unseenBytes: 0, holder } };
}

describe('the advice where heap and native are not told apart', () => {
  it.each(runtimes)(
    'names for %s the flag that has its heap told, and never sends anybody outside of it',
    (runtime) => {
      for (const heapSource of [null, 'none', 'auto']) {
        const advice = nameTheHeap(known(runtime, heapSource));
        expect(advice).toMatch(/--heap(?:-url http:| auto| node| jvm)/);
        expect(advice).not.toContain('outside');
      }
    },
  );

  it('is about what is left to do where heaps were read already', () => {
    expect(nameTheHeap(known('jvm', 'none'))).toContain('--heap jvm');
    expect(nameTheHeap(known('jvm', 'auto'))).toContain('UsePerfData');
    expect(nameTheHeap(known('go'))).toContain('go_memstats_heap_inuse_bytes');
    expect(nameTheHeap(known('dotnet'))).toContain('dotnet_total_memory_bytes');
  });

  it('is to look outside of the heap only where the heap is known', () => {
    expect(outsideOfHeap(known('node', 'auto', 5))).toContain('outside the heap');
    expect(outsideOfHeap(known(null))).not.toContain('outside the heap');
  });
});
