import type { TargetLine } from '../../recording/types.ts';
import { mebibytes, roughTime } from '../../text/words.ts';
import type { Diagnosis } from './findings.ts';

type Known = Pick<
  Diagnosis,
  'cause' | 'outlook' | 'growth' | 'limitBytes' | 'holders' | 'unreclaimableBytes' | 'composition' | 'target'
>;

/** What to do now, and what would end it, with the arithmetic. */
export function adviseOn({ afresh, target }: Pick<TargetLine, 'afresh' | 'target'>, known: Known): string[] {
  const { cause, outlook } = known;
  if (cause === null && outlook === 'stalls')
    return ['a bigger limit, as room for the files that it reads again and again, or smaller files'];
  if (cause === null || outlook === 'lives') return [];
  const now =
    cause === 'tmpfs' && afresh !== null
      ? `${afresh}: a restart of the container alone keeps the files`
      : null;
  return [now, boughtTime(known), fixOf(cause, target.kind, known)].filter((one) => one !== null);
}

/** How long a bigger limit lasts. */
function boughtTime({ growth, limitBytes, outlook }: Known): string | null {
  const pace = Object.values(growth).reduce((sum, one) => sum + one, 0);
  if (outlook !== 'dies' || limitBytes === null || pace <= 0) return null;
  return `a limit twice as large buys ${roughTime((limitBytes * 1000) / pace)}, and no more`;
}

function fixOf(cause: NonNullable<Diagnosis['cause']>, kind: string, known: Known): string | null {
  const volume = known.holders.find(({ what }) => what === 'volume')?.name ?? 'the volume';
  const inPod = kind === 'pod';
  const size = known.limitBytes === null ? '' : ` such as ${mebibytes(known.limitBytes / 2)}`;
  const fixes: Partial<Record<NonNullable<Diagnosis['cause']>, string>> = {
    tmpfs: `${inPod ? `a sizeLimit for ${volume}` : `a size for ${volume}`}${size} (a full volume is ENOSPC, not a kill), or a disk in its place, or delete sooner`,
    'shared-memory': 'find who makes memfd files or segments and keeps them: /proc/PID/fd, ipcs -m',
    'dirty-cache': 'write less at a time, fsync now and then, or write to a faster disk',
    'locked-cache': 'lock less (mlock, ulimit -l), or give it room for what it locks',
    heap: 'a heap profile: the heap itself fills the limit',
    native:
      'look outside the heap: native buffers, allocator arenas, huge pages; a heap profile shows nothing of it',
    anonymous: 'find out whether it is the heap: its runtime tells (a metrics page, jcmd, a heap profile)',
    threads: 'fewer threads, or smaller stacks',
    sockets: 'read faster, or bound what is queued: slow readers leave data in socket buffers',
    kernel:
      'look for huge sparse mappings, pipes and open files: they cost page tables, pipe buffers and kernel objects',
  };
  return fixes[cause] ?? null;
}
