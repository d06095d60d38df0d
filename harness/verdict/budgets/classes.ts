import type { Sample } from '../../recording/types.ts';
import { kernelBytes, lockedBytes, socketBytes, unreclaimableBytes } from '../composition.ts';

/** The bytes of each class that every sample shows. In a sample, `tmpfs` has shared memory in it. */
export const classes = {
  unreclaimable: unreclaimableBytes,
  tmpfs: ({ shmem }) => shmem,
  'dirty-cache': ({ dirty, writeback }) => dirty + writeback,
  'locked-cache': lockedBytes,
  anonymous: ({ anon }) => anon,
  sockets: socketBytes,
  kernel: kernelBytes,
} satisfies Record<string, (sample: Sample) => number>;
export type SampledClass = keyof typeof classes;

/** What unreclaimable memory is made of. */
export const unreclaimable = ['tmpfs', 'anonymous', 'locked-cache', 'sockets', 'kernel'] as const;
