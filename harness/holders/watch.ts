import { monotonicMs } from '../process/clock.ts';
import { poll } from '../process/poll.ts';
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

/**
 * Records a cgroup's holders while it fills up, and whenever a kill is counted, until stopped; `stop` throws whatever
 * made it give up.
 */
export function watchHolders(
  watched: Watched,
  record: (line: HoldersLine) => void,
): { stop: () => Promise<void> } {
  const { limitBytes, usage, kills, isFull } = watched;
  let [mark, killed, wasFull] = [0, 0, false];
  let [lookedMs, tookMs] = [-Infinity, 0];
  return poll(pollMs, async () => {
    const share = usage() / limitBytes;
    const passed = marks.findLastIndex((at) => share >= at) + 1;
    const counted = kills();
    const rested = monotonicMs() - lookedMs >= Math.max(restMs, tookMs * idleParts);
    const filled = !wasFull && isFull();
    if (!(passed > mark || counted > killed || filled || (passed > 0 && rested))) return;
    [mark, killed, wasFull] = [Math.max(mark, passed), counted, wasFull || filled];
    const line = await takeHolders({ ...watched, when: 'alive', filesSinceMs: null });
    [lookedMs, tookMs] = [monotonicMs(), line.tookMs];
    if (line.processes.length > 0 || line.unixSocketBytes) record(line);
  });
}
