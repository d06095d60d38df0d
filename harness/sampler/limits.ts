import { dirname } from 'node:path';
import { readLimit } from '../kernel/limit.ts';
import type { CgroupLimit } from '../recording/types.ts';
import type { CgroupLayout } from '../kernel/cgroup-layout.ts';

/** Whoever makes a cgroup sets its limit a moment later. */
const settledMs = 50;
/** Once they have settled: somebody may still change them, and then a run says nothing of the limit it was for. */
const lookAgainMs = 1000;

/** The limits of one cgroup and its ancestors, read at each look until they settle, and now and then from then on. */
export class Limits {
  readonly #read: () => CgroupLimit[];
  readonly #report: (limits: CgroupLimit[], atMs: number) => void;
  #limits: CgroupLimit[] = [];
  #firstMs: number | null = null;
  #settled = false;
  #dueMs = -Infinity;

  /** `report` gets them once, and again whenever they change. */
  constructor(path: string, layout: CgroupLayout, report: (limits: CgroupLimit[], atMs: number) => void) {
    this.#read = () => readLimits(path, layout);
    this.#report = report;
  }

  /** Its own limit; null if unlimited. */
  get ownBytes(): number | null {
    return this.#limits[0]?.limitBytes ?? null;
  }

  /** The lowest of all, which is the effective one; Infinity if unlimited. */
  get leastBytes(): number {
    return this.#limits.reduce((least, { limitBytes }) => Math.min(least, limitBytes ?? Infinity), Infinity);
  }

  /** Whether they can be assumed final. */
  get areSettled(): boolean {
    return this.#settled;
  }

  look(atMs: number): void {
    if (atMs < this.#dueMs) return;
    this.#firstMs ??= atMs;
    this.#settled = atMs - this.#firstMs >= settledMs;
    if (this.#settled) this.#dueMs = atMs + lookAgainMs;
    const limits = this.#read();
    if (limits.length === 0 || isSame(limits, this.#limits)) return;
    this.#limits = limits;
    this.#report(limits, atMs);
  }
}

/** Innermost first; empty if the cgroup is gone. Up to the visible root, which has no limit on v2. */
function readLimits(path: string, layout: CgroupLayout): CgroupLimit[] {
  const limits: CgroupLimit[] = [];
  for (let cgroup = path; cgroup !== dirname(cgroup); cgroup = dirname(cgroup)) {
    const limitBytes = readLimit(cgroup, layout);
    if (limitBytes === undefined) break;
    limits.push({ cgroup, limitBytes });
  }
  return limits;
}

function isSame(some: CgroupLimit[], others: CgroupLimit[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ limitBytes }, index) => limitBytes === others[index]?.limitBytes)
  );
}
