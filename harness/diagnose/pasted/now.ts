import type { Sample } from '../../recording/types.ts';
import { compose } from '../../verdict/composition.ts';
import type { Diagnosis } from '../../verdict/diagnose/findings.ts';
import { tellingShare } from '../../verdict/thresholds.ts';
import type { Composition } from '../../verdict/types.ts';
import {
  sampleOfScrape,
  unreclaimableOf,
  type CadvisorScrape,
  type CadvisorSeries,
} from '../kubernetes/cadvisor.ts';
import type { PastedFacts } from './facts.ts';
import { judgePastedCause, type Hints } from './pasted-cause.ts';
import type { PodFacts } from './pod-facts.ts';

/** What a paste says of a moment in a life: by files of its cgroup, or else by cAdvisor. */
export interface PastedNow {
  level: string;
  limitBytes: number | null;
  isLimitless: boolean;
  limitSource: string;
  usageBytes: number | null;
  composition: Composition | null;
  /** Null where most of the limit is free, or can be reclaimed. */
  cause: Diagnosis['cause'];
  /** The class that holds most, whether it fills the limit or not. */
  holdsMost: Diagnosis['cause'];
  causeReason: string | null;
  /** The moments with a time, oldest first. */
  timed: Sample[];
  lookedMs: number;
  growth: Diagnosis['growth'];
  series: CadvisorSeries | null;
  scrape: CadvisorScrape | null;
  oomKills: number | null;
  evidence: Diagnosis['evidence'];
}

export function judgeNow(
  { moments, series }: PastedFacts,
  pod: PodFacts | null,
  hints: Hints,
  specifiedBytes: number | null,
): PastedNow | null {
  const last = moments.at(-1);
  if (last) {
    const limitBytes = moments.findLast((moment) => moment.limitBytes !== null)?.limitBytes ?? null;
    const timed = moments.flatMap(({ sample, atMs }) => (atMs === null ? [] : [sample]));
    return {
      level: 'the cgroup of the pasted files',
      limitBytes,
      isLimitless: limitBytes === null && moments.some(({ isLimitless }) => isLimitless),
      limitSource: 'memory.max (v1: memory.limit_in_bytes)',
      usageBytes: last.hasUsage ? last.sample.usage : null,
      ...causeOf(last.sample, hints, limitBytes ?? specifiedBytes),
      ...spanOf(timed),
      series: null,
      scrape: null,
      oomKills: last.oomKills,
      evidence: [
        { what: 'unreclaimable', value: compose(last.sample, 0).unreclaimableBytes, from: 'memory.stat' },
      ],
    };
  }
  const chosen = nearestToDeath(series, pod);
  const scrape = chosen?.scrapes.at(-1);
  if (!chosen || !scrape) return null;
  const samples = chosen.scrapes.flatMap((one) => (one.atMs === null ? [] : (sampleOfScrape(one) ?? [])));
  const sample = sampleOfScrape(scrape);
  const unreclaimable = unreclaimableOf(scrape);
  const judged = sample ? causeOf(sample, hints, scrape.limitBytes ?? specifiedBytes) : noCause;
  return {
    level: chosen.container === '' ? `pod ${chosen.pod}` : `container ${chosen.container}`,
    limitBytes: scrape.limitBytes,
    isLimitless: false,
    limitSource: 'container_spec_memory_limit_bytes',
    usageBytes: scrape.usageBytes,
    ...judged,
    ...spanOf(samples),
    series: chosen,
    scrape,
    oomKills: scrape.oomEvents,
    evidence:
      unreclaimable === null
        ? []
        : [
            {
              what: 'unreclaimable',
              value: unreclaimable,
              from: 'usage - total_active_file - total_inactive_file',
            },
          ],
  };
}

const noCause = { composition: null, cause: null, holdsMost: null, causeReason: null };

function causeOf(
  sample: Sample,
  hints: Hints,
  limitBytes: number | null,
): Pick<PastedNow, 'composition' | 'cause' | 'holdsMost' | 'causeReason'> {
  const { composition, cause, reason } = judgePastedCause(sample, [], hints);
  const stays = composition.unreclaimableBytes + composition.dirtyBytes;
  // Without a limit nothing is filled, but what holds most is still worth a word.
  const fills = limitBytes === null ? stays > 0 : stays >= limitBytes * tellingShare;
  return { composition, cause: fills ? cause : null, holdsMost: cause, causeReason: reason };
}

/** Container or pod: whose unreclaimable share of its limit is the greatest, in the pasted pod if there is one. */
function nearestToDeath(series: readonly CadvisorSeries[], pod: PodFacts | null): CadvisorSeries | null {
  const own = pod === null ? [] : series.filter((one) => one.pod === pod.name);
  return (own.length > 0 ? own : series).toSorted((a, b) => shareOf(b) - shareOf(a))[0] ?? null;
}

function shareOf({ scrapes }: CadvisorSeries): number {
  const last = scrapes.at(-1);
  if (!last) return 0;
  const held = unreclaimableOf(last) ?? last.usageBytes;
  return last.limitBytes === null ? held / 2 ** 62 : held / last.limitBytes;
}

const classes = {
  shmem: 'tmpfsBytes',
  anonymous: 'anonBytes',
  'locked-cache': 'lockedBytes',
  sockets: 'socketBytes',
  kernel: 'kernelBytes',
} as const;

/** How much each class grew from the first timed moment to the last. */
function spanOf(timed: Sample[]): Pick<PastedNow, 'timed' | 'lookedMs' | 'growth'> {
  const [first, last] = [timed[0], timed.at(-1)];
  const lookedMs = first && last ? last.atMs - first.atMs : 0;
  if (!first || !last || lookedMs <= 0) return { timed, lookedMs: 0, growth: {} };
  const [before, after] = [compose(first, 0), compose(last, 0)];
  const growth = Object.entries(classes)
    .map(([name, field]) => [name, ((after[field] - before[field]) * 1000) / lookedMs] as const)
    .filter(([, pace]) => pace > 0);
  return { timed, lookedMs, growth: Object.fromEntries(growth) };
}
