import { array, boolean, looseObject, number, string } from 'zod';
import type {
  ChangedFiles,
  DeletedFile,
  EvidenceLine,
  HoldersLine,
  KernelLogLine,
  LeftBehindLine,
  LimitCounts,
  NestedCgroup,
  NestedCgroupsLine,
  ProcessHolding,
  TmpfsMount,
  SysvSegment,
  WrittenFile,
} from '../evidence-lines.ts';
import { armAndTime, numberOrNull, stringOrNull, type Fields } from './fields.ts';

const files = looseObject({
  count: number(),
  bytes: number(),
  oldBytes: number().optional(),
  largest: array(looseObject({ path: string(), bytes: number(), uid: number().optional() })),
} satisfies Fields<ChangedFiles>);

const mount = looseObject({
  point: string(),
  usedBytes: number(),
  sizeBytes: number().optional(),
  own: boolean().optional(),
  files: files.nullable(),
} satisfies Fields<TmpfsMount>);

const named = { pid: number(), name: string() };

const processHolding = looseObject({
  ...named,
  // A runtime that this version does not know is one all the same.
  runtime: stringOrNull.optional(),
  anonBytes: number(),
  fileBytes: number(),
  shmemBytes: number(),
  pageTableBytes: number(),
  threads: number(),
  stackBytes: numberOrNull,
  userMs: number(),
  systemMs: number(),
  writtenBytes: numberOrNull.optional(),
} satisfies Fields<ProcessHolding>);

const deletedFile = looseObject({
  path: string(),
  bytes: number(),
  on: string(),
  pid: number(),
  pids: array(number()).optional(),
} satisfies Fields<DeletedFile>);

const writtenFile = looseObject({
  path: string(),
  bytes: number(),
  pids: array(number()),
  how: string(),
} satisfies Fields<WrittenFile>);

const charged = looseObject({
  usage: number(),
  shmem: number(),
  anon: number(),
  kernel: number(),
} satisfies Fields<HoldersLine['charged']>);

const limitCounts = { limitEvents: number(), ooms: numberOrNull };

export const evidenceSchemas = {
  evidence: looseObject({
    ...armAndTime,
    what: string(),
    command: string(),
    output: string(),
  } satisfies Fields<EvidenceLine>),
  holders: looseObject({
    ...armAndTime,
    when: string(),
    charged,
    mounts: array(mount),
    processes: array(processHolding),
    deletedFiles: array(deletedFile),
    writtenFiles: array(writtenFile).optional(),
    sysvBytes: number(),
    sysvSegments: array(
      looseObject({ bytes: number(), creatorPid: number() } satisfies Fields<SysvSegment>),
    ).optional(),
    unixSocketBytes: numberOrNull,
  } satisfies Fields<HoldersLine>),
  'kernel-log': looseObject({
    ...armAndTime,
    lines: array(string()),
    unreadable: stringOrNull,
    pidsComparable: boolean(),
  } satisfies Fields<KernelLogLine>),
  'nested-cgroups': looseObject({
    ...armAndTime,
    own: looseObject(limitCounts satisfies Fields<LimitCounts>),
    cgroups: array(
      looseObject({
        path: string(),
        limitBytes: numberOrNull,
        oomKills: number(),
        ...limitCounts,
      } satisfies Fields<NestedCgroup>),
    ),
  } satisfies Fields<NestedCgroupsLine>),
  'left-behind': looseObject({
    ...armAndTime,
    processes: array(looseObject(named)),
  } satisfies Fields<LeftBehindLine>),
};
