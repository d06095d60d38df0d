import type { Signals } from '../harness/process/signals.ts';

/** For a command that no signal comes to. */
export const noSignals: Signals = {
  endInOrder: () => undefined,
  handTo: () => () => undefined,
  outlive: () => undefined,
  outlives: () => false,
};
