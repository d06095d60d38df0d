/** Lines on the load, and what the loaded app tells of itself. */
import type { Runtime } from './evidence-lines.ts';

/** Counts of one bin of load: arrivals that fell due in it, and what became of them. */
export interface LoadBin {
  /** Since the load began. */
  fromMs: number;
  scheduled: number;
  /** Requests that were sent in this bin. */
  started: number;
  /** Answered 2xx in this bin. */
  ok: number;
  /** Answered 507 in this bin: the volume is full. */
  diskFull: number;
  /** Answered otherwise, or broken off. */
  failed: number;
  /** Not sent, or sent in vain, because nothing listened. */
  refused: number;
  /** Not sent because maxVUs requests were in flight. */
  dropped: number;
}

export interface LoadLine {
  kind: 'load';
  arm: string;
  binMs: number;
  bins: LoadBin[];
}

export interface LoadEndedLine {
  kind: 'load-ended';
  arm: string;
  atMs: number;
  /** Without an answer when the load ended. */
  unfinished: number;
  /** Of answered requests; null where there were none. */
  latencyMs: { p50: number; p95: number; p99: number; max: number } | null;
  /** What k6 said of a script that threw, with file and line; absent where it did not. */
  scriptErrors?: string[];
}

/** The app's own figures, from its /metrics; or what one process of a command has in its heap. */
export interface HeapLine {
  kind: 'heap';
  arm: string;
  atMs: number;
  /** How long reading it from outside took; absent where it was told. */
  tookMs?: number;
  heapUsed: number;
  external: number | null;
  /** What the stacks of its threads hold; null or absent where it does not tell. */
  threadStacks?: number | null;
  /** The processes whose heaps these are together; absent where a metrics page tells. */
  pids?: number[];
  /** Whose heap a metrics page tells, by the name of the metric. */
  runtime?: Runtime | null;
}
