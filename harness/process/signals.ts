import { Interrupted } from '../errors.ts';
import { onParentGone, outlivesItsParent } from './parent.ts';

export type SignalName = 'SIGINT' | 'SIGTERM';

/** What SIGINT and SIGTERM do to this process. Loss of the terminal or parent counts as SIGTERM. */
export interface Signals {
  /** From now on the first signal aborts `Host.signal`, to undo what was made; before, it ends at once. */
  endInOrder: () => void;
  /**
   * Offers each signal to `handle` first, which says if it has dealt with it; SIGQUIT is ignored meanwhile. Returns
   * what revokes this.
   */
  handTo: (handle: (name: SignalName) => boolean) => () => void;
  /** From now on, survive the loss of terminal and parent. */
  outlive: () => void;
  /** Whether it does: by `outlive`, or because the user started this process with nohup or setsid. */
  outlives: () => boolean;
}

/** npm forwards a Ctrl-C that the terminal has already sent: only one a second later means "at once". */
const insistMs = 1000;

const notHandled: (name: SignalName) => boolean = () => false;
const ignore = () => undefined;

/** Listens to this process's signals; calls `atOnce` if it is about to end with something not undone. */
export function listenToSignals(
  env: Record<string, string | undefined>,
  interruption: AbortController,
  atOnce: () => void,
): Signals {
  let inOrder = false;
  let outlives = outlivesItsParent(env);
  let firstMs = 0;
  let handle = notHandled;
  const interrupt = (name: SignalName) => {
    if (handle(name)) return;
    const nowMs = performance.now();
    const end = new Interrupted(name);
    if (!inOrder) process.exit(end.exitCode);
    if (!interruption.signal.aborted) {
      firstMs = nowMs;
      interruption.abort(end);
    } else if (nowMs - firstMs >= insistMs) {
      atOnce();
      process.exit(end.exitCode);
    }
  };
  const hangUp = () => (outlives ? undefined : interrupt('SIGTERM'));
  process.on('SIGINT', () => interrupt('SIGINT')).on('SIGTERM', () => interrupt('SIGTERM'));
  process.on('SIGHUP', hangUp);
  onParentGone(hangUp);
  return {
    endInOrder: () => void (inOrder = true),
    handTo: (next) => {
      handle = next;
      process.on('SIGQUIT', ignore);
      return () => {
        handle = notHandled;
        process.off('SIGQUIT', ignore);
      };
    },
    outlive: () => void (outlives = true),
    outlives: () => outlives,
  };
}
