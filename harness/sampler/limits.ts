import { dirname, join } from 'node:path';
import { readProc } from '../kernel/procfs.ts';
import type { CgroupLimit } from '../recording/types.ts';
import type { CgroupLayout } from '../kernel/cgroup-layout.ts';

/** Who makes a cgroup sets its limit a moment later. */
const settledMs = 50;
/** v1 says "no limit" by a number that no machine has: the most pages that a long can count. */
const noLimitBytes = 2 ** 60;

/** The limits of one cgroup and of all above it, read from when it is first seen until they have settled. */
export class Limits {
  readonly #read: () => CgroupLimit[];
  readonly #tell: (limits: CgroupLimit[], atMs: number) => void;
  #limits: CgroupLimit[] = [];
  #firstMs: number | null = null;
  #settled = false;

  /** `tell` gets them once, and again where they have changed until they settled. */
  constructor(path: string, layout: CgroupLayout, tell: (limits: CgroupLimit[], atMs: number) => void) {
    this.#read = () => readLimits(path, layout);
    this.#tell = tell;
  }

  /** Its own limit; null where it has none. */
  get ownBytes(): number | null {
    return this.#limits[0]?.limitBytes ?? null;
  }

  /** The least of all, which is the one in force; Infinity where there is none. */
  get leastBytes(): number {
    return this.#limits.reduce((least, { limitBytes }) => Math.min(least, limitBytes ?? Infinity), Infinity);
  }

  /** Whether they stay as they are, as far as one can tell. */
  get areSettled(): boolean {
    return this.#settled;
  }

  look(atMs: number): void {
    if (this.#settled) return;
    this.#firstMs ??= atMs;
    this.#settled = atMs - this.#firstMs >= settledMs;
    const limits = this.#read();
    if (limits.length === 0 || isSame(limits, this.#limits)) return;
    this.#limits = limits;
    this.#tell(limits, atMs);
  }
}

/** The innermost first; empty where the cgroup is gone. The root has no limit on v2, and is as far as one sees. */
function readLimits(path: string, { limit }: CgroupLayout): CgroupLimit[] {
  const limits: CgroupLimit[] = [];
  for (let cgroup = path; cgroup !== dirname(cgroup); cgroup = dirname(cgroup)) {
    const text = readProc(join(cgroup, limit));
    if (text === null) break;
    const bytes = Number(text); // v2 has the word `max`
    limits.push({ cgroup, limitBytes: bytes < noLimitBytes ? bytes : null });
  }
  return limits;
}

function isSame(some: CgroupLimit[], others: CgroupLimit[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ limitBytes }, index) => limitBytes === others[index]?.limitBytes)
  );
}
