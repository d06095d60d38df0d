/** What `diagnose` answers: what fills a living cgroup, when it dies, and what killed it before. */
import * as z from 'zod';
import { array, boolean, literal, number, object, record, string } from 'zod';
import { targetName } from '../../recording/target-line.ts';
import { cause } from '../../scenario/schema.ts';
import { composition, evidence } from '../arm-findings.ts';

export const outlook = z
  .enum(['dies', 'stalls', 'lives', 'unknown'])
  .describe(
    '`dies`: it will meet its limit if it goes on like this. `stalls`: it hangs at its limit, and no kill ends that.',
  );
export type Outlook = z.output<typeof outlook>;

export const limitInForce = object({
  level: string().describe('`pod`, `container`, or the folder of the cgroup.'),
  bytes: number().nullable().describe('Null if it has no limit.'),
  source: string().describe('The file or the field of a specification that it comes from.'),
});
export type LimitInForce = z.output<typeof limitInForce>;

export const pastKill = object({
  atMs: number().nullable().describe('Since the look began, so negative; null if unknown.'),
  victim: object({ pid: number(), name: string() }).nullable(),
  cause: cause.nullable().describe('What filled the limit; null if no figures of that moment are left.'),
  causeReason: string(),
  limitBytes: number().nullable(),
  isOwnLimit: boolean()
    .nullable()
    .describe(
      'Whether its own limit was met, and not that of the host or of a cgroup above; null if unknown.',
    ),
  from: string().describe('Source of this.'),
});
export type PastKill = z.output<typeof pastKill>;

export const holder = object({
  what: z.enum(['files', 'process', 'volume', 'shared-memory', 'stacks']),
  name: string(),
  bytes: number(),
  growthBytesPerSecond: number().nullable(),
  detail: string().nullable(),
});
export type Holder = z.output<typeof holder>;

export const diagnosis = object({
  schemaVersion: literal(1),
  version: string().describe('Version of the tool that looked.'),
  judgedBy: string().describe('Version of the tool that judged it.'),
  thresholdsVersion: number(),
  target: targetName,
  via: string().describe('How it was looked at.'),
  blindTo: array(string()).describe('What this way of looking can’t see, in sentences.'),
  lookedMs: number().describe('How long it was watched; 0 if all figures are from one moment.'),
  limitBytes: number()
    .nullable()
    .describe('The smallest limit in force; null if it has none, or if unknown.'),
  limits: array(limitInForce),
  usageBytes: number().nullable(),
  unreclaimableBytes: number().nullable(),
  composition: composition.nullable(),
  heapBytes: number().nullable().describe('How much of its anonymous memory is known to be heap.'),
  growth: record(string(), number()).describe('Growth of each class of memory, in bytes a second.'),
  cause: cause.nullable().describe('The class that fills the limit; null if none does.'),
  causeReason: string().nullable(),
  outlook,
  outlookReason: string(),
  diesInMs: object({ low: number(), likely: number(), high: number() })
    .nullable()
    .describe('From the end of the look.'),
  kills: array(pastKill).describe('Earlier kills, oldest first.'),
  killsUnknown: string().nullable().describe('Why there may have been more kills.'),
  livesMs: array(number()).describe('How long each ended life lasted, as far as is known, oldest first.'),
  reported: array(string()).describe(
    'What the platform says about each end, oldest first, such as `OOMKilled 137`.',
  ),
  holders: array(holder),
  findings: array(string()).describe('What else is wrong, in sentences.'),
  isNot: array(string()).describe('What it is not, in sentences.'),
  advice: array(string()).describe('What to do now, and what would end it.'),
  evidence: array(evidence),
});
export type Diagnosis = z.output<typeof diagnosis>;
