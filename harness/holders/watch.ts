import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../process/clock.ts';
import type { HoldersLine } from '../recording/evidence-lines.ts';
import { takeHolders, type HoldersRequest } from './take-holders.ts';

/** Shares of the limit at which it looks, when first passed. */
const marks = [0.15, 0.3, 0.45, 0.6, 0.75, 0.88, 0.96];
/** Above the first mark it looks at least this often. */
const restMs = 1000;
/** Pause between looks, as a multiple of the last one's duration. */
const idleParts = 2;
const pollMs = 2;

export interface Watched extends Omit<HoldersRequest, 'when' | 'filesSinceMs'> {
  limitBytes: number;
  usage: () => number;
  kills: () => number;
  /** Whether its own tmpfs is full: a process whose writes fail may take its files with it. */
  isFull: () => boolean;
}

/** Records a cgroup's holders while it fills up, and whenever a kill is counted, until stopped. */
export class HoldersWatch {
  readonly #watched: Watched;
  readonly #record: (line: HoldersLine) => void;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(watched: Watched, record: (line: HoldersLine) => void) {
    this.#watched = watched;
    this.#record = record;
  }

  start(): void {
    this.#running = this.#watch();
    this.#running.catch(() => undefined); // the command goes on without it; `stop` reports
  }

  /** Throws whatever made it give up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #watch(): Promise<void> {
    const { limitBytes, usage, kills, isFull } = this.#watched;
    let mark = 0;
    let killed = 0;
    let wasFull = false;
    let lookedMs = -Infinity;
    let tookMs = 0;
    while (!this.#stopped) {
      const share = usage() / limitBytes;
      const passed = marks.findLastIndex((at) => share >= at) + 1;
      const counted = kills();
      const idleMs = monotonicMs() - lookedMs;
      const rested = idleMs >= Math.max(restMs, tookMs * idleParts);
      const filled: boolean = !wasFull && isFull();
      if (passed > mark || counted > killed || filled || (passed > 0 && rested)) {
        [mark, killed, wasFull] = [Math.max(mark, passed), counted, wasFull || filled];
        const line = await takeHolders({ ...this.#watched, when: 'alive', filesSinceMs: null });
        [lookedMs, tookMs] = [monotonicMs(), line.tookMs];
        if (line.processes.length > 0 || line.unixSocketBytes) this.#record(line);
      }
      await sleep(pollMs);
    }
  }
}
