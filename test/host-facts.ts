import type { HostFacts } from '../harness/recording/types.ts';

/** A host, with what a test is about changed. */
export function hostFacts(change: Partial<HostFacts> = {}): HostFacts {
  return {
    kernel: '6.12.0',
    cgroupVersion: 2,
    lruGen: null,
    swapBytes: 0,
    processors: 2,
    memoryBytes: 8 * 2 ** 30,
    availableBytes: 4 * 2 ** 30,
    node: 'v20.0.0',
    damon: false,
    disk: null,
    ...change,
  };
}
