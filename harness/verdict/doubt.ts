import { againstGrowth, againstUnreclaimable } from './budgets/names.ts';
import type { ArmFindings, Doubt, DoubtKind } from './types.ts';

/**
 * Why a measurement is inconclusive, what helps, and whether measuring once more, alone, may help: not if the
 * scenario, the script or a person is the obstacle.
 */
export const doubts = {
  'load-not-delivered': {
    advice: 'leave the host to it: run nothing else, or use --jobs 1 or --stretch 3 (a slower load)',
    again: true,
  },
  'load-in-a-burst': {
    advice: 'leave the host to it: run nothing else, or use --jobs 1 or --stretch 3 (a slower load)',
    again: true,
  },
  'load-refused': { advice: "look at the app's answers and at what the load script requests", again: false },
  'load-never-began': { advice: 'see the logs of the load: logs/ beside the recording', again: true },
  'load-not-shown': {
    advice:
      'say in load.delivered what shows that it worked: { log: REGULAR-EXPRESSION }, { metric: NAME, grows: NUMBER } or { exit: 0 }',
    again: false,
  },
  'load-not-met': {
    advice:
      "look at the load's output (logs/ beside the recording) and at load.delivered; one that never ends by itself needs { log: ... } or { metric: ..., grows: ... } there",
    again: true,
  },
  'script-failed': { advice: 'fix the load script; k6 run SCRIPT tries it alone', again: false },
  'limit-never-met': { advice: 'set a longer load or a lower limit in the scenario', again: false },
  'still-growing': {
    advice: 'set a longer load in the scenario, until the app is killed or levels off',
    again: false,
  },
  'too-few-kills': { advice: 'set a longer load in the scenario; on a busy host use --jobs 1', again: true },
  'heap-unknown': {
    advice: 'leave the host to it, so that the app can report its heap: --jobs 1',
    again: true,
  },
  'cause-unknown': {
    advice: 'run it again; if that does not help, with less load or a larger limit',
    again: true,
  },
  'other-arm': {
    advice: 'the arm that it is compared with must be killed in time: run both with --jobs 1',
    again: false,
  },
  paused: { advice: 'run it again without suspending the machine or the run', again: false },
  'sampled-too-late': { advice: 'leave the host to it: run nothing else, and use --jobs 1', again: true },
  'not-sampled': { advice: 'run it again; doctor says whether this host can sample', again: true },
  'cut-short': { advice: 'run it again to its end', again: false },
  'limit-not-in-force': {
    advice: 'find out who sets its limit: a LimitRange, an admission controller or another program',
    again: false,
  },
  swapped: { advice: 'turn swap off, or keep the app out of it', again: false },
  'ended-early': { advice: "see why it ended, in its last lines and the load's answers", again: false },
  'class-unknown': {
    advice: 'set a budget on what can be told apart here: anonymous, tmpfs or unreclaimable',
    again: false,
  },
  'growth-unclear': { advice: 'set a longer load in the scenario: growth shows in time', again: false },
  'not-comparable': {
    advice: 'compare with a result of this scenario on the same kind of machine',
    again: false,
  },
  'host-oom': { advice: 'free memory on the host, which ran out itself, or run with --jobs 1', again: false },
} satisfies Record<DoubtKind, { advice: string; again: boolean }>;

/** For an expectation that is open though the outcome is known. */
const ofExpectations: Record<string, DoubtKind> = {
  outcome: 'load-in-a-burst',
  cause: 'cause-unknown',
  heap: 'heap-unknown',
  restarts: 'too-few-kills',
  lives: 'too-few-kills',
  'later-than': 'other-arm',
};

const ofBudgets: Record<string, DoubtKind> = {
  growth: 'growth-unclear',
  [againstUnreclaimable]: 'not-comparable',
  [againstGrowth]: 'not-comparable',
};

export function doubtOf(kind: DoubtKind): Doubt {
  return { kind, advice: doubts[kind].advice };
}

/** The first doubt that an arm with a known outcome leaves; null if none. */
export function openDoubt({
  expectations,
  used: { untried },
}: Pick<ArmFindings, 'expectations' | 'used'>): Doubt | null {
  const open = expectations.find(({ conclusive }) => !conclusive);
  if (!open) return null;
  if (!open.budget) return doubtOf(ofExpectations[open.name] ?? 'not-sampled');
  return doubtOf(untried?.kind ?? ofBudgets[open.name] ?? 'class-unknown');
}

/** Advice without duplicates, each with the arms it applies to. */
export function adviceFor(arms: Pick<ArmFindings, 'name' | 'doubt'>[]): string[] {
  const byAdvice = new Map<string, string[]>();
  for (const { name, doubt } of arms) {
    if (doubt) byAdvice.set(doubt.advice, [...(byAdvice.get(doubt.advice) ?? []), name]);
  }
  return [...byAdvice].map(([advice, names]) => `${names.join(', ')}: ${advice}.`);
}
