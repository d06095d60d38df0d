import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterMs } from '../../harness/process/long-timer.ts';

const dayMs = 86_400_000;

describe('a timer of any length', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([1, 1000, 2 ** 31 - 1, 2 ** 31, 42 * dayMs, 3650 * dayMs])(
    'of %d ms is due then, and not before',
    (ms) => {
      const act = vi.fn();
      afterMs(ms, act);
      vi.advanceTimersByTime(ms - 1);
      expect(act).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(act).toHaveBeenCalledOnce();
    },
  );

  it('can be cancelled in any part of it', () => {
    const act = vi.fn();
    const cancel = afterMs(100 * dayMs, act);
    vi.advanceTimersByTime(60 * dayMs);
    cancel();
    vi.advanceTimersByTime(60 * dayMs);
    expect(act).not.toHaveBeenCalled();
  });
});
