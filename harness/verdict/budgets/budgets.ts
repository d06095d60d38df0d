import { budgetClasses, type BudgetClass, type Expect } from '../../scenario/schema.ts';
import type { Amount, Times } from '../../scenario/units.ts';
import { mebibytes, percent } from '../../text/words.ts';
import type { Check, JudgedArm } from '../check.ts';
import { isCutShort } from '../lives.ts';
import { livesEvidence } from '../lives-expectation.ts';
import { paceFloorBytes } from '../thresholds.ts';
import type { Evidence } from '../types.ts';
import type { Pace, Peak } from './findings.ts';
import { paceWords } from './pace.ts';

/**
 * Holds what an arm used while its load ran against its budgets. One that was not really tried (no load, another
 * limit, swap, a late sampler) is open, whatever was used.
 */
export function checkBudgets(expect: Expect, arm: JudgedArm): [string, Check][] {
  const { kills, unreclaimable, headroom, growth, heap } = expect;
  const ofHeap = typeof heap === 'object' ? heap : undefined;
  const ofClasses = [...budgetClasses, 'heap' as const].map((name): [BudgetClass, Amount | undefined] => [
    name,
    name === 'heap' ? ofHeap : expect[name],
  ]);
  const checks: [string, Check | undefined][] = [
    ['kills', kills && checkKills(kills, arm)],
    ['unreclaimable', unreclaimable && checkPeak('unreclaimable', unreclaimable, arm)],
    ['headroom', headroom && checkHeadroom(headroom, arm)],
    ['growth', growth === undefined ? undefined : checkGrowth(growth, arm)],
    ...ofClasses.map(([name, most]): [string, Check | undefined] => [
      name,
      most && checkPeak(name, most, arm),
    ]),
  ];
  return checks.flatMap(([name, check]) => (check ? [[name, ifTried(check, arm)]] : []));
}

/** Whether a scenario says how much an app may use, so that it need not come near its limit. */
export function hasBudget(expect: Expect): boolean {
  const { kills, unreclaimable, headroom, growth, heap } = expect;
  const ofClasses = budgetClasses.map((name) => expect[name]);
  return [
    kills,
    unreclaimable,
    headroom,
    growth,
    typeof heap === 'object' ? heap : undefined,
    ...ofClasses,
  ].some((budget) => budget !== undefined);
}

/** Open if nothing was really tried. */
export function ifTried(check: Check, { used: { untried } }: JudgedArm): Check {
  if (untried === null) return check;
  return { ...check, met: false, conclusive: false, actual: `not tried: ${untried.reason}` };
}

function checkPeak(name: BudgetClass | 'unreclaimable', most: Amount, arm: JudgedArm): Check {
  const allowed = bytesOf(most, arm.limitBytes);
  const expected = `at most ${amountWords(most, arm.limitBytes)}`;
  const peak = arm.used.peaks[name];
  if (!peak)
    return { met: false, conclusive: false, expected, actual: 'no samples under load', evidence: [] };
  const met = peak.mostBytes <= allowed;
  const over = peak.bytes !== null && peak.bytes > allowed;
  const actual = met || over ? `${name} ${usedOf(peak, allowed)}` : `${name} ${openWords(peak)}`;
  return { met, conclusive: met || over, expected, actual, evidence: [evidenceOf(name, peak)] };
}

/** As in `102 MiB of 64 MiB: 409 files in scratch`. */
function usedOf({ bytes, mostBytes, who }: Peak, allowedBytes: number): string {
  const [used, allowed] = sizesApart(bytes ?? mostBytes, allowedBytes);
  return `${used} of ${allowed}${who === null ? '' : `: ${who}`}`;
}

function openWords({ mostBytes }: Peak): string {
  return `was not told apart from other memory: ${mebibytes(mostBytes)} at most`;
}

function checkHeadroom(least: Amount, arm: JudgedArm): Check {
  const expected = `at least ${amountWords(least, arm.limitBytes)} left by unreclaimable memory`;
  const peak = arm.used.peaks['unreclaimable'];
  if (!peak)
    return { met: false, conclusive: false, expected, actual: 'no samples under load', evidence: [] };
  const left = arm.limitBytes - peak.mostBytes;
  const [leftWords] = sizesApart(left, bytesOf(least, arm.limitBytes));
  const share = `${((left / arm.limitBytes) * 100).toFixed(1)} %`;
  const actual = `${leftWords} left (${share}): unreclaimable ${usedOf(peak, arm.limitBytes)}`;
  const met = left >= bytesOf(least, arm.limitBytes);
  return { met, expected, actual, evidence: [evidenceOf('unreclaimable', peak)] };
}

function checkGrowth(most: number, arm: JudgedArm): Check {
  const expected = `unreclaimable memory to grow by at most ${paceWords(most)}`;
  const pace = arm.used.growth;
  if (pace === null) {
    const actual = 'too little of the load was left to tell; it should run for 10 s and more';
    return { met: false, conclusive: false, expected, actual, evidence: [] };
  }
  const { met, over } = compare(pace, most);
  const band = ` ± ${paceWords(pace.bandBytesPerSecond)}`;
  const who = pace.who !== null && over ? `: ${pace.who}` : '';
  const open = met || over ? '' : '; the load is too short to tell';
  const actual = `${paceWords(pace.bytesPerSecond)}${band}${who}${open}`;
  return { met, conclusive: met || over, expected, actual, evidence: [paceEvidence(pace)] };
}

/** Whether a pace is surely within a bound, or surely beyond it. */
function compare({ bytesPerSecond, bandBytesPerSecond, overMs }: Pace, most: number) {
  const beyond = (bytesPerSecond - most) * (overMs / 1000);
  const over = bytesPerSecond - bandBytesPerSecond > most && beyond > paceFloorBytes;
  return { met: bytesPerSecond + bandBytesPerSecond <= most, over };
}

function checkKills({ least, most }: Times, arm: JudgedArm): Check {
  const { oomKills } = arm;
  const tooFew = oomKills < least && isCutShort(arm.lives);
  const range = least === most ? `${most}` : `at most ${most}`;
  const when =
    arm.killedAfterMs === null ? '' : `, the first after ${(arm.killedAfterMs / 1000).toFixed(1)} s`;
  const who = oomKills > 0 && arm.cause !== null ? `: ${arm.cause}` : '';
  return {
    met: oomKills >= least && oomKills <= most,
    conclusive: !tooFew,
    expected: `${range} ${most === 1 ? 'kill' : 'kills'}`,
    actual: `${oomKills} ${oomKills === 1 ? 'kill' : 'kills'} of ${most}${when}${who}`,
    evidence: livesEvidence(arm),
  };
}

function bytesOf(amount: Amount, limitBytes: number): number {
  return 'bytes' in amount ? amount.bytes : amount.share * limitBytes;
}

function amountWords(amount: Amount, limitBytes: number): string {
  const size = mebibytes(bytesOf(amount, limitBytes));
  return 'bytes' in amount ? size : `${size} (${percent(amount.share)} of the limit)`;
}

/** Two sizes that differ, in words that do, too. */
export function sizesApart(one: number, other: number): [string, string] {
  const [a, b] = [mebibytes(one), mebibytes(other)];
  if (a !== b || one === other) return [a, b];
  return [one, other].map((bytes) => `${Math.round(bytes / 1024)} KiB`) as [string, string];
}

function evidenceOf(name: string, { bytes, mostBytes, atMs }: Peak): Evidence {
  const from = `memory.stat of the pod, the most while the load ran, at ${Math.round(atMs)} ms`;
  return { what: `most ${name}`, value: bytes ?? mostBytes, from };
}

function paceEvidence({ bytesPerSecond, overMs }: Pace): Evidence {
  const from = `memory.stat of the pod, over the last ${(overMs / 1000).toFixed(1)} s of the load`;
  return {
    what: 'growth of unreclaimable memory, in bytes a second',
    value: Math.round(bytesPerSecond),
    from,
  };
}
