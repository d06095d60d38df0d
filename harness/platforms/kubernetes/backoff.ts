/** A kubelet restarts a container at once the first time, then after 10 s, doubling up to 300 s. */
const initialMs = 10_000;
const longestMs = 300_000;
/** A slow node takes its time to start the app and fill its limit again; an arm ends once it has shown it. */
const perLifeMs = 15_000;

/** The longest time until the nth death, apart from the first. */
export function restartsMs(deaths: number): number {
  let ms = 0;
  for (let death = 2; death <= deaths; death++) {
    ms += perLifeMs + (death === 2 ? 0 : Math.min(initialMs * 2 ** (death - 3), longestMs));
  }
  return ms;
}
