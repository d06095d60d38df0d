import type { Cause } from '../../scenario/schema.ts';
import { mebibytes } from '../../text/words.ts';
import type { Composition } from '../../verdict/types.ts';
import type { KernelKill } from './kernel-kills.ts';
import { memoryVolumes, type PodFacts } from './pod-facts.ts';
import type { ReportedEnds } from './reported-ends.ts';

const byCause: Partial<Record<Cause, string>> = {
  tmpfs:
    'a sizeLimit below the limit turns the kill into ENOSPC; a disk, or deleting the files sooner, ends it',
  'shared-memory': 'look for who makes segments or memfd files and keeps them: /proc/PID/fd, ipcs -m',
  'dirty-cache': 'write less at a time, fsync now and then, or write to a faster disk',
  'locked-cache': 'lock less (ulimit -l), or give it more room',
  native: 'look at it with a profiler of native memory: it has no managed heap',
  anonymous: 'take a heap figure of the next life: is it the heap itself, or what lies outside of it?',
  sockets: 'read what is sent, or bound what waits: slow readers keep it in the kernel',
  kernel: 'look for huge sparse mappings, pipes and open files: the kernel keeps tables of them',
};

/** What to do now, and what would end it. */
export function adviceOf(
  cause: Cause | null,
  {
    pod,
    decisive,
    ends,
    limitBytes,
    composition,
  }: {
    pod: PodFacts | null;
    decisive: KernelKill | null;
    ends: ReportedEnds;
    limitBytes: number | null;
    composition: Composition | null;
  },
): string[] {
  const constraint = decisive?.kill.isOwnLimit === false;
  const volumes = pod ? memoryVolumes(pod) : [];
  const own =
    cause === 'tmpfs' && composition ? composition.unreclaimableBytes - composition.tmpfsBytes : null;
  return [
    constraint
      ? 'Its own limit does not help: give what shares the host, or the cgroup above, less, or the host more memory.'
      : null,
    cause === null ? null : (byCause[cause] ?? null),
    cause === 'tmpfs' && pod
      ? 'delete the pod and let it be made anew: a mere restart keeps the files of the volume'
      : null,
    own === null || limitBytes === null
      ? null
      : `all else of it needs ${mebibytes(own)}: at most ${mebibytes(Math.max(0, limitBytes - own))} are left for files`,
    volumes.length > 0 && cause === null && ends.kills.length > 0
      ? 'look what the memory-backed volume holds: df in the container, before it is killed'
      : null,
    decisive === null && ends.kills.length > 0
      ? 'paste the kernel’s report of the kill, too: dmesg or journalctl -k on its node has it'
      : null,
  ].filter((one) => one !== null);
}
