import { shmBytes } from '../scenario/media.ts';
import { isMode } from '../scenario/modes.ts';
import type { Cause } from '../scenario/schema.ts';
import type { ArmFindings, ScenarioFindings } from '../verdict/types.ts';
import { grouped, mebibytes } from '../text/words.ts';

/** What a reader may conclude, with this run's numbers: lines of one or more sentences. */
export function conclusions(scenarios: ScenarioFindings[]): string[][] {
  return scenarios.flatMap(({ arms }) => {
    const baseline = arms.find(({ name }) => name === 'baseline');
    if (!baseline) return [];
    const fixes = arms.filter((arm) => arm !== baseline && arm.outcome === 'survived');
    const ended =
      fixes.length === 0 ? [] : [[`What ended it: ${fixes.map(({ title }) => title).join('; ')}.`]];
    const applied = fixes.flatMap((arm) => fixWords(arm, baseline));
    return [about(baseline), ...(baseline.outcome === 'survived' ? [] : [...ended, ...applied])].filter(
      (sentences) => sentences.length > 0,
    );
  });
}

/** How to apply the patches of an arm that held, and whether a cluster took them. */
function fixWords({ name, fixes, limitBytes, expectations }: ArmFindings, baseline: ArmFindings): string[][] {
  if (!expectations.every(({ met }) => met)) return [];
  const limit = limitBytes === baseline.limitBytes ? '' : `, with a memory limit of ${mebibytes(limitBytes)}`;
  return fixes.map(({ file, command, refusal }) => {
    const how = command ?? `name ${file} among the patches of a kustomization`;
    if (refusal !== null) return [`The cluster refused ${name} in a dry run (${how}): ${refusal}`];
    return [`To apply ${name}${limit}, which the cluster took in a dry run: ${how}`];
  });
}

/** Skipped arms do not count in the verdict, but are named. */
export function skippedWords(scenarios: ScenarioFindings[]): string[] {
  const skipped = scenarios.flatMap(({ name, arms }) =>
    arms.filter(({ outcome }) => outcome === 'skipped').map((arm) => `${name}/${arm.name}`),
  );
  return skipped.length === 0 ? [] : [`Skipped, and not counted: ${skipped.join(', ')}.`];
}

function about(baseline: ArmFindings): string[] {
  const { cause, outcome, limitEvents, setup, heap } = baseline;
  if (outcome === 'stalled') {
    const why = cause === null || cause === 'unknown' ? baseline.causeReason : causeNames[cause];
    return [`Alive at its limit and going nowhere: ${why}.`];
  }
  if (cause === 'tmpfs') return tmpfsConclusion(baseline);
  if (cause === 'anonymous')
    return ['Killed at its limit by anonymous memory: heap or native, for its heap figure is not known.'];
  if (cause === 'heap') return ['A real leak was told apart: there the heap filled the limit.'];
  if (cause !== null) return [`Killed at its limit${withHeap(heap)}: ${causeNames[cause]} filled it.`];
  if (outcome !== 'survived' || (limitEvents ?? 0) === 0) return [];
  if (!isMode(setup.mode)) return [`It met its limit ${grouped(limitEvents ?? 0)} times, and lived.`];
  const what = setup.bodyBytes === null ? 'Clean cache' : 'Cache that was written out';
  return [`${what} sat at 100 % of its limit, met it ${grouped(limitEvents ?? 0)} times, and killed nobody.`];
}

function withHeap(heap: ArmFindings['heap']): string {
  return heap === 'unknown' ? '' : ` with a ${heap} heap`;
}

const causeNames: Record<Cause, string> = {
  tmpfs: 'files in memory-backed scratch',
  'shared-memory': 'shared memory',
  'dirty-cache': 'pages that the disk has not taken yet',
  'locked-cache': 'locked file pages',
  heap: 'the heap',
  native: 'native memory outside of the heap',
  anonymous: 'anonymous memory, heap or native',
  threads: 'the stacks of threads',
  sockets: 'socket buffers',
  kernel: 'kernel memory',
  mixed: 'no one class of memory',
  unknown: 'something unknown',
};

function tmpfsConclusion({ heap, setup, composition }: ArmFindings): string[] {
  const held =
    setup.retentionMs === null || setup.heldBytesPerSecond === null
      ? null
      : Math.min(
          (setup.heldBytesPerSecond * setup.retentionMs) / 1000,
          setup.medium === 'shm' ? shmBytes : Infinity,
        );
  const own = composition ? composition.unreclaimableBytes - composition.tmpfsBytes : 0;
  const room =
    held === null
      ? []
      : [
          `It needs ${mebibytes(held)} (${held === shmBytes ? 'all of /dev/shm' : 'rate x size x retention'}) above the app's own ${mebibytes(own)}.`,
        ];
  return [`Killed at its limit${withHeap(heap)}: files in memory-backed scratch filled it.`, ...room];
}
