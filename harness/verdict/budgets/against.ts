import type { Against, AgainstArm } from '../../recording/against-line.ts';
import type { RunLine } from '../../recording/types.ts';
import { mebibytes, percent } from '../../text/words.ts';
import type { Check, JudgedArm } from '../check.ts';
import { againstBand, againstFloorBytes, paceFloorBytes } from '../thresholds.ts';
import { ifTried, sizesApart } from './budgets.ts';
import { againstGrowth, againstUnreclaimable } from './names.ts';
import { paceWords } from './pace.ts';

/** What of a run must be alike to be compared. */
export type Machine = Pick<RunLine, 'platform' | 'load'> & { host: Against['host'] };

/**
 * Holds what an arm used against what it used in an earlier run: more than the band of noise above that is too much.
 * `band`: a share; by default that of a host on which no repeats measured it.
 */
export function checkAgainst(
  against: Against,
  machine: Machine,
  id: string,
  arm: JudgedArm,
  band = againstBand,
): [string, Check][] {
  const earlier = against.arms.find((one) => one.arm === id);
  if (!earlier) return [];
  const unlike = otherMachine(against, machine) ?? otherSetup(earlier, arm) ?? earlier.untried;
  const from = `in ${against.result} of ${against.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [...checkUnreclaimable(earlier, arm, band, from), ...checkGrowth(earlier, arm, band, from)].map(
    ([name, check]) => [name, ifTried(unlike === null ? check : open(check, unlike), arm)],
  );
}

function open(check: Check, why: string): Check {
  return { ...check, met: false, conclusive: false, actual: `not comparable: ${why}` };
}

function checkUnreclaimable(
  { unreclaimableBytes }: AgainstArm,
  { used }: JudgedArm,
  band: number,
  from: string,
): [string, Check][] {
  const before = unreclaimableBytes?.median;
  const now = used.usualBytes;
  if (before === undefined) return [];
  const most = before + Math.max(before * band, againstFloorBytes);
  const expected = `unreclaimable usually at most ${mebibytes(most)}: ${mebibytes(before)} ${from}, and ${percent(band)} of noise`;
  if (now === null)
    return [
      [againstUnreclaimable, { met: false, conclusive: false, expected, actual: 'no samples', evidence: [] }],
    ];
  const [nowWords] = sizesApart(now, most);
  const more = `${now < before ? '-' : '+'}${percent(Math.abs(now - before) / before)}`;
  const who = used.peaks['unreclaimable']?.who ?? null;
  const actual = `unreclaimable usually ${nowWords} (${more})${who === null ? '' : `: ${who}`}`;
  const evidence = [
    { what: 'usual unreclaimable', value: now, from: 'memory.stat of the pod, second half of the load' },
    { what: 'usual unreclaimable before', value: before, from },
  ];
  return [[againstUnreclaimable, { met: now <= most, expected, actual, evidence }]];
}

/** What it grew by more must be beyond both margins, and be more than noise of the whole. */
function checkGrowth(
  { growth: before }: AgainstArm,
  { used }: JudgedArm,
  band: number,
  from: string,
): [string, Check][] {
  const { growth: now, peaks } = used;
  if (before === null || now === null) return [];
  const most = Math.max(0, before.bytesPerSecond) + before.bandBytesPerSecond;
  const moreBytes = (now.bytesPerSecond - now.bandBytesPerSecond - most) * (now.overMs / 1000);
  const noiseBytes = Math.max(paceFloorBytes, band * (peaks['unreclaimable']?.mostBytes ?? 0));
  const expected = `to grow by no more than ${paceWords(before.bytesPerSecond)} ${from}`;
  const margin = `± ${paceWords(now.bandBytesPerSecond)}`;
  const actual = `${paceWords(now.bytesPerSecond)} ${margin}${now.who === null ? '' : `: ${now.who}`}`;
  return [[againstGrowth, { met: moreBytes <= noiseBytes, expected, actual, evidence: [] }]];
}

function otherMachine(earlier: Against, now: Machine): string | null {
  const facts: [string, string | number | undefined, string | number | undefined][] = [
    ['platform', earlier.platform, now.platform],
    ['load generator', earlier.load, now.load],
    ['cgroup version', earlier.host?.cgroupVersion, now.host?.cgroupVersion],
    ['kernel', release(earlier), release(now)],
    ['number of processors', earlier.host?.processors, now.host?.processors],
  ];
  const other = facts.find(([, before, here]) => before !== here);
  return other ? `it is of another kind of machine: ${other[0]} ${other[1]}, here ${other[2]}` : null;
}

/** As in 6.8: what comes after it mends the kernel, and does not change how it counts. */
function release({ host }: Pick<Machine, 'host'>): string | undefined {
  return host?.kernel.split('.').slice(0, 2).join('.');
}

function otherSetup(earlier: AgainstArm, { limitBytes, setup }: JudgedArm): string | null {
  if (earlier.limitBytes !== limitBytes)
    return `its limit was ${mebibytes(earlier.limitBytes)}, and is ${mebibytes(limitBytes)}`;
  if (earlier.ratePerSecond !== setup.ratePerSecond)
    return `its load was ${earlier.ratePerSecond}/s, and is ${setup.ratePerSecond}/s`;
  return earlier.bodyBytes === setup.bodyBytes ? null : 'its requests were of another size';
}
