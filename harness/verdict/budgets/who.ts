import type { ArmRecording } from '../../recording/recording.ts';
import type { Sample } from '../../recording/types.ts';
import { grouped, mebibytes } from '../../text/words.ts';
import { namedShare } from '../thresholds.ts';
import { classes, unreclaimable, type SampledClass } from './classes.ts';
import { countedFiles } from './files.ts';

/** Whose memory of a class it was at a sample, in words, as far as the recording says; null if it does not. */
export function whoHolds(arm: ArmRecording, name: SampledClass, sample: Sample): string | null {
  if (name === 'unreclaimable') return partsOf(arm, sample);
  if (name === 'tmpfs') return filesOf(arm);
  if (name === 'anonymous') return joined([heapOf(arm, sample), processesOf(arm, 'anonBytes')]);
  if (name === 'kernel') return kernelParts(sample);
  return null;
}

/** The classes that it is made of, the largest first, each with its own words. */
function partsOf(arm: ArmRecording, sample: Sample): string | null {
  const whole = classes.unreclaimable(sample);
  const parts = unreclaimable
    .map((name) => ({ name, bytes: classes[name](sample) }))
    .filter(({ bytes }) => bytes >= whole * namedShare && bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
  return joined(
    parts.map(({ name, bytes }) => {
      const who = whoHolds(arm, name, sample);
      return `${name} ${mebibytes(bytes)}${who === null ? '' : ` (${who})`}`;
    }),
  );
}

function filesOf(arm: ArmRecording): string | null {
  const counted = countedFiles(arm);
  if (counted === null || counted.files === 0) return null;
  const where = arm.arm.setup.scratch.at ?? 'scratch';
  return `${grouped(counted.files)} ${counted.files === 1 ? 'file' : 'files'} in ${where}`;
}

function heapOf({ heap }: ArmRecording, { atMs }: Sample): string | null {
  const latest = heap.findLast((line) => line.atMs <= atMs) ?? heap[0];
  return latest ? `heap ${mebibytes(latest.heapUsed)}` : null;
}

/** The largest holders by the last look into /proc while they lived. */
function processesOf({ holders }: ArmRecording, by: 'anonBytes'): string | null {
  const look = holders.findLast(({ when }) => when === 'alive');
  const largest = look?.processes.toSorted((a, b) => b[by] - a[by]).slice(0, 2) ?? [];
  return joined(largest.map((one) => `${one.name} (pid ${one.pid}) ${mebibytes(one[by])}`));
}

function kernelParts({ slabUnreclaimable, kernelStack, pageTables }: Sample): string | null {
  const parts: [string, number | null][] = [
    ['slab', slabUnreclaimable],
    ['page tables', pageTables],
    ['kernel stacks', kernelStack],
  ];
  return joined(parts.flatMap(([name, bytes]) => (bytes ? [`${name} ${mebibytes(bytes)}`] : [])));
}

function joined(words: (string | null)[]): string | null {
  return words.filter(Boolean).join(', ') || null;
}
