import * as z from 'zod';
import { recorded, text, written, type Units } from './measures.ts';

export const outcomes = [
  'oom-killed',
  'child-oom-killed',
  'survived',
  'exited',
  'stalled',
  'disk-full',
  'evicted',
  'inconclusive',
  'skipped',
] as const;
export const outcome = z.enum(outcomes);
export type Outcome = (typeof outcomes)[number];

export const causes = [
  'tmpfs',
  'shared-memory',
  'dirty-cache',
  'locked-cache',
  'heap',
  'native',
  'anonymous',
  'threads',
  'sockets',
  'kernel',
  'mixed',
  'unknown',
] as const;
export const cause = z.enum(causes);
export type Cause = (typeof causes)[number];

/** The classes of memory that may have a budget, named like the causes; `heap` has more to it. */
export const budgetClasses = [
  'tmpfs',
  'shared-memory',
  'dirty-cache',
  'locked-cache',
  'native',
  'anonymous',
  'threads',
  'sockets',
  'kernel',
] as const satisfies readonly Cause[];
export type BudgetClass = (typeof budgetClasses)[number] | 'heap';

const expectedOutcome = z.enum([
  'oom-killed',
  'child-oom-killed',
  'survived',
  'exited',
  'stalled',
  'disk-full',
]);
const heapForms = 'must be flat, growing, or an upper bound such as "<=64Mi"';
const expectOf = (units: Units) =>
  units.object({
    /** One, or any of several. */
    outcome: z.union([expectedOutcome, z.array(expectedOutcome).min(1)], {
      error: (issue) =>
        issue.input === undefined ? undefined : `must be ${expectedOutcome.options.join(', ')}`,
    }),
    cause: cause.optional(),
    /** Whether it grew, or the most that it may be. */
    heap: z.union([z.enum(['flat', 'growing']), units.budget], { error: heapForms }).optional(),
    /** `grew`: file cache (including tmpfs) grew. `at-limit`: it held usage at the limit without a kill. */
    cache: z.enum(['grew', 'at-limit']).optional(),
    /**
     * `shortening`: no later life is as long as the first or longer than the one before. `full-length`: every later
     * life is about as long as the first.
     */
    lives: z.enum(['shortening', 'full-length']).optional(),
    /** Usage stayed below this share of the limit, from 0 to 1. */
    'peak-below': z.number().gt(0).max(1).optional(),
    restarts: units.restarts.optional(),
    'limit-events': units.atLeast.optional(),
    /** The arm that must have been killed earlier than this one. */
    'later-than': text.optional(),
    kills: units.kills.optional(),
    /** Budgets: each is of the most while the load ran. */
    unreclaimable: units.budget.optional(),
    /** What unreclaimable memory leaves of the limit. */
    headroom: units.headroom.optional(),
    /** Of unreclaimable memory, over the second half of the load. */
    growth: units.growth.optional(),
    ...ofClasses(units),
  });
function ofClasses({ budget }: Units) {
  const budgets = budgetClasses.map((name) => [name, budget.optional()] as const);
  return Object.fromEntries(budgets) as Record<(typeof budgetClasses)[number], z.ZodOptional<typeof budget>>;
}

export const expectSchema = expectOf(written);
export const recordedExpect = expectOf(recorded);
export type Expect = z.output<typeof expectSchema>;
