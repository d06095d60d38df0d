/** An arm of a run, and what fired for it; all times in ms from the beginning of its load. */
export interface WarnedArm {
  arm: string;
  /** The end of the first life that the kernel killed. */
  killedMs: number | null;
  /** The highest share of the limit that each figure reached. */
  peaks: { name: string; share: number }[];
  fired: { alert: string; reason: string | null; firstMs: number; forMs: number }[];
}

const foretelling = ['MemoryFillsSoon', 'MemoryFillsToday', 'MemoryNearlyFull'];
/** All they fill their limits with can be reclaimed, so any warning is a false alarm. */
const reclaimable = /^(clean-cache-control|mmap-read)\/|\/(pvc|disk)$/;

/** Prints a line for each arm, and sums; whether each kill was foretold, and no warning false. */
export function printAlerts(arms: WarnedArm[]): boolean {
  for (const arm of arms.toSorted((a, b) => (a.killedMs ?? Infinity) - (b.killedMs ?? Infinity)))
    console.log(lineOf(arm));
  const killed = arms.filter(({ killedMs }) => killedMs !== null);
  const foretold = killed.filter((arm) => isBefore(arm, foretelling));
  const quiet = arms.filter(({ arm, killedMs }) => killedMs === null && reclaimable.test(arm));
  const plateaus = arms.filter(({ arm, killedMs }) => killedMs === null && !reclaimable.test(arm));
  const warned = (among: WarnedArm[], alerts: string[]) =>
    among.filter(({ fired }) => fired.some(({ alert }) => alerts.includes(alert))).length;
  const others = ['Usage', 'WorkingSet', 'Rss'];
  console.log(
    `kills foretold: ${foretold.length} of ${killed.length}; by 90 % of the limit for a minute, ${counts((alert) => before(alert))}`,
  );
  console.log(
    `false alarms where all can be reclaimed: ${warned(quiet, foretelling)} of ${quiet.length}; by 90 %, ${counts((alert) => warned(quiet, [alert]))}`,
  );
  console.log(
    `warned of a rise that ended below the limit: ${warned(plateaus, foretelling)} of ${plateaus.length}`,
  );
  return foretold.length === killed.length && warned(quiet, foretelling) === 0;

  function counts(count: (alert: string) => number): string {
    return others.map((alert) => `${alert} ${count(alert)}`).join(', ');
  }

  function before(alert: string): number {
    return killed.filter((arm) => isBefore(arm, [alert])).length;
  }
}

function isBefore({ fired, killedMs }: WarnedArm, alerts: string[]): boolean {
  return fired.some(({ alert, firstMs }) => alerts.includes(alert) && firstMs < (killedMs ?? 0));
}

function lineOf({ arm, killedMs, fired, peaks }: WarnedArm): string {
  const end = killedMs === null ? 'lived' : `killed after ${seconds(killedMs)}`;
  const alerts = fired
    .toSorted((a, b) => a.firstMs - b.firstMs)
    .map(({ alert, reason, firstMs, forMs }) => {
      const when =
        killedMs === null || firstMs > killedMs
          ? `at ${seconds(firstMs)}`
          : `${seconds(killedMs - firstMs)} before`;
      return `${alert}${reason === null ? '' : ` (${reason})`} ${when}, for ${seconds(forMs)}`;
    });
  const highest = peaks.map(({ name, share }) => `${name} ${(100 * share).toFixed(0)} %`);
  return `${arm}: ${end}; ${alerts.join('; ') || 'silent'}\n  at most: ${highest.join(', ')}`;
}

function seconds(ms: number): string {
  return `${(ms / 1e3).toFixed(0)} s`;
}
