import { Deferred } from '../process/deferred.ts';
import type { Arm } from '../scenario/types.ts';
import { expectedLoadMs } from './expected-load.ts';

/** What an arm and its lane tell each other. */
export interface Turn {
  /** Resolves once the arm's load may begin. */
  came: Promise<void>;
  /** Its load begins now. */
  begun: () => void;
  /** Its load is over; cleaning up is still to come. */
  over: () => void;
}

/**
 * Runs arms back to back: the next app starts `aheadMs` before the current load is expected to end, and the current
 * arm is cleaned up beside it. With 0, arms never overlap.
 */
export async function runLane(
  next: () => Arm | undefined,
  aheadMs: number,
  runOne: (arm: Arm, turn: Turn) => Promise<void>,
): Promise<void> {
  const running: Promise<void>[] = [];
  let came = Promise.resolve();
  for (let arm = next(); arm; arm = next()) {
    const { turn, nearlyOver, over } = newTurn(came, expectedLoadMs(arm) - aheadMs);
    const one = runOne(arm, turn).finally(turn.over);
    running.push(one);
    const goOn = aheadMs > 0 ? Promise.race([nearlyOver, one]) : one;
    await goOn.catch(() => undefined); // reported below
    await running.at(-2)?.catch(() => undefined); // never three at once
    came = over;
  }
  const ends = await Promise.allSettled(running);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

function newTurn(came: Promise<void>, nearlyMs: number) {
  const [nearly, over] = [new Deferred(), new Deferred()];
  let timer: NodeJS.Timeout | undefined;
  const turn: Turn = {
    came,
    begun: () => void (timer = setTimeout(nearly.resolve, nearlyMs)),
    over: () => {
      clearTimeout(timer);
      nearly.resolve();
      over.resolve();
    },
  };
  return { turn, nearlyOver: nearly.promise, over: over.promise };
}
