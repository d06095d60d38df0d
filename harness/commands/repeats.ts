import { exitCodes } from '../errors.ts';
import type { Host } from '../host.ts';
import { median } from '../verdict/slope.ts';
import type { RunFindings } from '../verdict/types.ts';
import { seconds } from '../verdict/words.ts';

export interface Spread {
  arm: string;
  kills: number;
  minMs: number;
  medianMs: number;
  maxMs: number;
}

export interface Repeats {
  runs: number;
  verdicts: (RunFindings['verdict'] | null)[];
  /** Kill times of each arm that was killed. */
  kills: Spread[];
  exitCode: number;
}

/** Several runs of one suite; verdicts that differ can't be trusted, whichever they are. */
export function summarizeRepeats(all: RunFindings[]): Repeats {
  const verdicts = all.map(({ verdict }) => verdict);
  const codes = all.map(({ exitCode }) => exitCode);
  const same = new Set(verdicts).size === 1;
  const exitCode = same ? Math.max(...codes) : exitCodes.inconclusive;
  return { runs: all.length, verdicts, kills: spreads(all), exitCode };
}

function spreads(all: RunFindings[]): Spread[] {
  const times = new Map<string, number[]>();
  for (const { name, arms } of all.flatMap(({ scenarios }) => scenarios)) {
    for (const arm of arms) {
      const key = `${name}/${arm.name}`;
      if (arm.killedAfterMs !== null) times.set(key, [...(times.get(key) ?? []), arm.killedAfterMs]);
    }
  }
  return [...times].map(([arm, ms]) => {
    return {
      arm,
      kills: ms.length,
      minMs: Math.min(...ms),
      medianMs: median(ms) ?? 0,
      maxMs: Math.max(...ms),
    };
  });
}

export function showRepeats(host: Host, all: RunFindings[]): void {
  const { runs, verdicts, kills } = summarizeRepeats(all);
  const counts = [...new Set(verdicts)].map((verdict) => {
    return `${verdicts.filter((one) => one === verdict).length} of ${runs} ${verdict ?? 'without a verdict'}`;
  });
  host.stdout.write(
    `\n${counts.join(', ')}${counts.length > 1 ? ': a verdict that changes is INCONCLUSIVE' : ''}\n`,
  );
  for (const { arm, kills: count, minMs, medianMs, maxMs } of kills) {
    const times = `${seconds(minMs)} / ${seconds(medianMs)} / ${seconds(maxMs)}`;
    host.stdout.write(`  ${arm}: killed ${count} of ${runs} times, after ${times} (least, median, most)\n`);
  }
}
