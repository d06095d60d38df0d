/** What an arm used while its load ran: budgets are held against this. Times in ms, sizes in bytes. */
import { number, object, record, string, type output } from 'zod';
import { doubtKind } from '../doubt-kind.ts';

export const peak = object({
  bytes: number().nullable().describe('The most that it was; null if it was not told apart.'),
  mostBytes: number().describe('The most that it can have been; the same if it was told apart.'),
  atMs: number(),
  who: string().nullable().describe('Whose it was, in words, as far as that was recorded.'),
});
export type Peak = output<typeof peak>;

export const pace = object({
  bytesPerSecond: number().describe('The slope of unreclaimable memory over the second half of the load.'),
  bandBytesPerSecond: number().describe('How far off that may be to either side, given its ups and downs.'),
  overMs: number().describe('The time that it was looked at.'),
  who: string().nullable().describe('The class that grew most, in words.'),
});
export type Pace = output<typeof pace>;

export const untried = object({ kind: doubtKind, reason: string() });
export type Untried = output<typeof untried>;

export const usedFindings = object({
  untried: untried
    .nullable()
    .describe('Why it says nothing of budgets, such as a load that did not come; null if it does.'),
  peaks: record(string(), peak).describe('By class, named like the causes, and `unreclaimable`.'),
  usualBytes: number()
    .nullable()
    .describe(
      'Unreclaimable memory at most in half of the time, over the second half of the load: what runs are compared by, as peaks vary with what else a host does.',
    ),
  growth: pace.nullable().describe('Null if too little of the load was left to tell.'),
}).describe('What it used while its load ran: budgets are held against this.');
export type UsedFindings = output<typeof usedFindings>;
