import { Interrupted } from '../errors.ts';
import { onParentGone, outlivesItsParent } from './parent.ts';

export type SignalName = 'SIGINT' | 'SIGTERM';

/** What SIGINT and SIGTERM do to this process. The end of the terminal or of the parent counts as SIGTERM. */
export interface Signals {
  /** From now on the first one aborts `Host.signal`, for what was made to be undone; before, it ends all at once. */
  endInOrder: () => void;
  /**
   * Shows each to `handle` first, which says whether that has dealt with it; a SIGQUIT ends nothing meanwhile. Gives
   * what takes this back.
   */
  handTo: (handle: (name: SignalName) => boolean) => () => void;
  /** From now on the end of the terminal or of the parent ends nothing. */
  outlive: () => void;
  /** Whether that is so: by `outlive`, or because the user started this process by nohup or setsid. */
  outlives: () => boolean;
}

/** npm passes a Ctrl-C on that the terminal has sent already: only one a second later means "at once". */
const insistMs = 1000;

const notHandled: (name: SignalName) => boolean = () => false;
const ignore = () => undefined;

/** Listens to the signals of this process; `atOnce` is called where it is about to end without having undone all. */
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
