import type { Cause, Expect } from '../scenario/schema.ts';
import { checkLives, checkRestarts, livesEvidence } from './lives-expectation.ts';
import { asExpectations } from './budgets/as-expectations.ts';
import { checkBudgets } from './budgets/budgets.ts';
import type { Check, JudgedArm } from './check.ts';
import type { Expectation } from './types.ts';
import { grouped, mebibytes, percent, seconds } from '../text/words.ts';
import { latestKill, mostBurst } from './thresholds.ts';

/**
 * Compares what a scenario expects of an arm with what happened; `others` are the scenario's other arms.
 * `residueCounts`: whether what a life leaves on a tmpfs counts against the next. `places`: where each expectation
 * is, as `file:line:col`.
 */
export function checkExpectations(
  expect: Expect,
  arm: JudgedArm,
  others: JudgedArm[],
  residueCounts = true,
  places: Record<string, string> = {},
): Expectation[] {
  const checks: [string, Check | null][] = [
    ['outcome', checkOutcome(expect, arm)],
    ['cause', expect.cause && !mayLive(expect, arm) ? checkCause(expect.cause, arm) : null],
    ['heap', typeof expect.heap === 'string' ? checkHeap(expect.heap, arm) : null],
    ['cache', expect.cache ? checkCache(expect.cache, arm) : null],
    ['restarts', expect.restarts !== undefined ? checkRestarts(expect.restarts, arm) : null],
    ['lives', expect.lives ? checkLives(expect.lives, arm, residueCounts) : null],
    ['peak-below', expect['peak-below'] !== undefined ? checkPeak(expect['peak-below'], arm) : null],
    [
      'limit-events',
      expect['limit-events'] !== undefined ? checkLimitEvents(expect['limit-events'], arm) : null,
    ],
    [
      'later-than',
      expect['later-than'] !== undefined && !mayLive(expect, arm)
        ? checkLater(expect['later-than'], arm, others)
        : null,
    ],
  ];
  const where = (name: string) => places[name] ?? null;
  const happened = checks.flatMap(([name, check]) => {
    if (!check) return [];
    // If an arm's measurement can't be trusted, nothing is refuted or confirmed.
    const conclusive = arm.outcome !== 'inconclusive' && (check.conclusive ?? true);
    return [{ name, ...check, met: check.met && conclusive, conclusive, where: where(name), budget: false }];
  });
  return [...happened, ...asExpectations(checkBudgets(expect, arm), places)];
}

function checkOutcome({ outcome }: Expect, arm: JudgedArm): Check {
  const when = arm.killedAfterMs === null ? '' : ` after ${seconds(arm.killedAfterMs)}`;
  const actual = `${arm.outcome}${when}: ${arm.reason}`;
  const outcomes = [outcome].flat();
  const met = outcomes.some((one) => one === arm.outcome);
  const because = arm.because === null ? '' : ` (${arm.because})`;
  const burst = arm.load.burst ?? 0;
  const isBurst = arm.outcome === 'oom-killed' && !met && outcomes.includes('survived') && burst > mostBurst;
  const but = isBurst
    ? `; but its load came in a burst, up to ${percent(burst)} of its rate x retention`
    : '';
  const expected = `${outcomes.join(' or ')}${because}`;
  return { met, conclusive: !isBurst, expected, actual: `${actual}${but}`, evidence: arm.evidence };
}

/** Several outcomes are accepted, and this one has neither cause nor time. */
function mayLive({ outcome }: Expect, arm: JudgedArm): boolean {
  return arm.outcome === 'survived' && [outcome].flat().includes('survived');
}

/** What `anonymous` may be: without a heap figure these can't be told apart. */
const ofAnonymous: ReadonlySet<string> = new Set<Cause>(['heap', 'native', 'threads', 'anonymous']);

function checkCause(cause: string, arm: JudgedArm): Check {
  const actual = arm.cause === null ? 'none' : `${arm.cause}: ${arm.causeReason}`;
  const met = arm.cause === cause;
  const isOpen = arm.cause === 'unknown' || (arm.cause === 'anonymous' && ofAnonymous.has(cause));
  const conclusive = met || !isOpen;
  return { met, conclusive, expected: cause, actual, evidence: compositionEvidence(arm) };
}

function checkHeap(state: 'flat' | 'growing', arm: JudgedArm): Check {
  const { reason, slopeBytesPerSecond, growthBytes, boundBytes, samples, medianBytes } = arm.heapDetail;
  const figures =
    slopeBytesPerSecond === null || growthBytes === null
      ? (reason ?? '')
      : `${mebibytes(slopeBytesPerSecond)} a second, ${mebibytes(growthBytes)} in all, bound ${mebibytes(boundBytes)}`;
  return {
    met: arm.heap === state,
    conclusive: arm.heap !== 'unknown',
    expected: state,
    actual: `${arm.heap} (${figures})`,
    evidence: [
      { what: 'heap figures', value: samples, from: "the app's /metrics: nodejs_heap_size_used_bytes" },
      { what: 'median', value: medianBytes ?? 'unknown', from: 'the same' },
    ],
  };
}

function checkCache(state: 'grew' | 'at-limit', arm: JudgedArm): Check {
  const { composition, before, limitBytes, peakBytes, limitEvents } = arm;
  if (!composition || !before) {
    return { met: false, conclusive: false, expected: state, actual: 'no samples', evidence: [] };
  }
  const cache =
    composition.tmpfsBytes + composition.dirtyBytes + composition.lockedBytes + composition.cleanCacheBytes;
  const was = before.tmpfsBytes + before.dirtyBytes + before.lockedBytes + before.cleanCacheBytes;
  const evidence = compositionEvidence(arm);
  if (state === 'grew') {
    const own = composition.usageBytes - before.usageBytes;
    const met = cache - was > own / 2;
    const actual = `from ${mebibytes(was)} to ${mebibytes(cache)}, of ${mebibytes(own)} that usage grew`;
    return { met, expected: 'most of the growth is file cache', actual, evidence };
  }
  const peak = peakBytes ?? 0;
  const met = (limitEvents ?? 0) > 0 && peak >= limitBytes * 0.98 && arm.oomKills === 0;
  const actual = `peak ${mebibytes(peak)} of ${mebibytes(limitBytes)}, ${grouped(limitEvents ?? 0)} limit events, ${arm.oomKills} kills`;
  return { met, expected: 'usage held at the limit by cache, no kill', actual, evidence };
}

function checkLimitEvents(least: number, { limitEvents }: JudgedArm): Check {
  const from = 'memory.events: max (v1: memory.failcnt), pod and container';
  return {
    met: (limitEvents ?? 0) >= least,
    conclusive: limitEvents !== null,
    expected: `at least ${grouped(least)}`,
    actual: grouped(limitEvents ?? 0),
    evidence: [{ what: 'limit events', value: limitEvents ?? 'unknown', from }],
  };
}

function checkLater(name: string, arm: JudgedArm, others: JudgedArm[]): Check {
  const other = others.find((candidate) => candidate.name === name);
  const expected = `killed later than ${name}`;
  const [mine, theirs] = [arm.killedAfterMs, other?.killedAfterMs ?? null];
  if (theirs === null) {
    const actual = other ? `${name} was not killed` : `${name} was not run`;
    return { met: false, conclusive: false, expected, actual, evidence: [] };
  }
  const actual = mine === null ? 'not killed' : `${seconds(mine)} against ${seconds(theirs)}`;
  const met = mine !== null && mine > theirs;
  const foretold = other?.predictedKillMs ?? null;
  const late = !met && foretold !== null && theirs > foretold * latestKill;
  const because = late ? `; but ${name} was to be killed after ${seconds(foretold)}: its load came late` : '';
  return { met, conclusive: !late, expected, actual: `${actual}${because}`, evidence: livesEvidence(arm) };
}

function checkPeak(share: number, { peakBytes, limitBytes }: JudgedArm): Check {
  const from = 'memory.current (v1: memory.usage_in_bytes) of the pod, every sample';
  return {
    met: peakBytes !== null && peakBytes < share * limitBytes,
    conclusive: peakBytes !== null,
    expected: `usage below ${percent(share)} of the limit at all times`,
    actual: `${mebibytes(peakBytes ?? 0)} of ${mebibytes(limitBytes)} at most`,
    evidence: [{ what: 'most usage', value: peakBytes ?? 'unknown', from }],
  };
}

function compositionEvidence({ composition }: JudgedArm) {
  if (!composition) return [];
  const { anonBytes, tmpfsBytes, dirtyBytes, cleanCacheBytes, kernelBytes } = composition;
  const from = `memory.stat of the pod, sample at ${Math.round(composition.atMs)} ms`;
  return [
    { what: 'anonymous', value: anonBytes, from: `${from}: anon (v1: total_rss)` },
    { what: 'tmpfs', value: tmpfsBytes, from: `${from}: shmem (v1: total_shmem)` },
    {
      what: 'dirty',
      value: dirtyBytes,
      from: `${from}: file_dirty + file_writeback (v1: total_dirty + total_writeback)`,
    },
    { what: 'clean cache', value: cleanCacheBytes, from: `${from}: file less the above (v1: total_cache)` },
    {
      what: 'kernel',
      value: kernelBytes,
      from: `${from}: slab_unreclaimable + kernel_stack + pagetables (v1: memory.kmem)`,
    },
  ];
}
