import type { ArmRecording } from '../harness/recording/recording.ts';
import { columns, type HeapLine, type Sample } from '../harness/recording/types.ts';
import { wholeSetup } from './setup.ts';

/** An arm's recording in which nothing happened, with what a test is about put in. */
export function armRecording(change: Partial<ArmRecording> = {}): ArmRecording {
  return {
    arm: {
      kind: 'arm',
      arm: 'x/baseline',
      scenario: 'x',
      name: 'baseline',
      title: 'x',
      setup: wholeSetup(),
      expect: { outcome: 'oom-killed' },
    },
    startedMs: 0,
    ended: null,
    lives: [],
    pod: [],
    limits: [],
    heap: [],
    bins: [],
    loadEnded: null,
    loadCommand: null,
    loadLog: null,
    loadMetric: null,
    sampler: null,
    evidence: [],
    node: [],
    holders: [],
    kernelLog: null,
    leftBehind: null,
    nested: null,
    ...change,
  };
}

/** A sample of nothing but what is given. */
export function sample(atMs: number, change: Partial<Sample> = {}): Sample {
  const nothing = Object.fromEntries(columns.map((name) => [name, 0])) as unknown as Sample;
  const unknown = { slabReclaimable: null, slabUnreclaimable: null, kernelStack: null, pageTables: null };
  return { ...nothing, ...unknown, ...change, atMs };
}

export function heapFigure(atMs: number, heapUsed: number, threadStacks: number | null = null): HeapLine {
  return { kind: 'heap', arm: 'x/baseline', atMs, heapUsed, external: null, threadStacks };
}
