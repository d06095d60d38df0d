/** Docker waits 100 ms before the first restart and doubles that, up to a minute (moby: restartmanager). */
export const firstMs = 100;
const longestMs = 60_000;
/** What making a container run again takes Docker itself, on a slow machine. */
const startMs = 1000;

/** After so many failures Docker gives up: far more than an arm has to show. */
export const mostRestarts = 20;

/** A life that begins with an empty limit takes as long as the first to fill it: far longer than a pod's. */
const wholeLifeMs = 2500;

/** How long the restarts up to the last of so many deaths take in all, and the lives that they begin. */
export function restartsMs(deaths: number, residueCounts: boolean): number {
  const restarts = Math.max(0, deaths - 1);
  const waits = Array.from({ length: restarts }, (_, index) => Math.min(firstMs * 2 ** index, longestMs));
  const eachMs = startMs + (residueCounts ? 0 : wholeLifeMs);
  return waits.reduce((sum, ms) => sum + ms + eachMs, 0);
}
