/** Longer Node timers fire at once. */
const longestMs = 2 ** 31 - 1;

/** Calls `act` after any time, even years; returns what cancels it. */
export function afterMs(ms: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number) => {
    const partMs = Math.min(leftMs, longestMs);
    timer = setTimeout(() => (leftMs > partMs ? wait(leftMs - partMs) : act()), partMs);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
