/** Docker waits 100 ms before the first restart and doubles that, up to a minute (moby: restartmanager). */
export const firstMs = 100;
const longestMs = 60_000;
/** Docker's own time to restart a container, on a slow machine. */
const startMs = 1000;

/** After so many failures Docker gives up: far more than an arm needs to show. */
export const mostRestarts = 20;

/** A life that starts with an empty limit takes as long to fill it as the first: far longer than in a pod. */
const wholeLifeMs = 2500;

/** Total time of the restarts after so many deaths, including the lives between them. */
export function restartsMs(deaths: number, residueCounts: boolean): number {
  const restarts = Math.max(0, deaths - 1);
  const waits = Array.from({ length: restarts }, (_, index) => Math.min(firstMs * 2 ** index, longestMs));
  const eachMs = startMs + (residueCounts ? 0 : wholeLifeMs);
  return waits.reduce((sum, ms) => sum + ms + eachMs, 0);
}
