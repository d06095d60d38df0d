import * as z from 'zod';

/** What a measurement can leave open, by its reason; the advice for each is in `doubt.ts`. */
export const doubtKind = z.enum([
  'load-not-delivered',
  'load-in-a-burst',
  'load-refused',
  'load-never-began',
  'load-not-shown',
  'load-not-met',
  'script-failed',
  'limit-never-met',
  'still-growing',
  'too-few-kills',
  'heap-unknown',
  'cause-unknown',
  'other-arm',
  'paused',
  'sampled-too-late',
  'not-sampled',
  'cut-short',
  'host-oom',
  'limit-not-in-force',
  'swapped',
  'ended-early',
  'class-unknown',
  'growth-unclear',
  'not-comparable',
]);
export type DoubtKind = z.output<typeof doubtKind>;
