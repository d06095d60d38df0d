/** A timer of Node's for longer than this fires at once. */
const longestMs = 2 ** 31 - 1;

/** Calls `act` after any time, of years too; gives what cancels it. */
export function afterMs(ms: number, act: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number) => {
    const partMs = Math.min(leftMs, longestMs);
    timer = setTimeout(() => (leftMs > partMs ? wait(leftMs - partMs) : act()), partMs);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
