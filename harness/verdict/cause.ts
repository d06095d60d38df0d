import type { Cause } from '../scenario/schema.ts';
import type { ArmRecording } from '../recording/read.ts';
import { anonymousCause } from './anonymous.ts';
import { mebibytes } from './words.ts';
import type { Composition } from './types.ts';

/** A class must hold more than this share of what could not be reclaimed to be the cause. */
const majority = 0.5;

/** Which class of unreclaimable memory filled the limit, and why it is that one. */
export function judgeCause(composition: Composition, arm: ArmRecording): { cause: Cause; reason: string } {
  const classes = [
    { name: 'tmpfs', bytes: composition.tmpfsBytes },
    { name: 'dirty-cache', bytes: composition.dirtyBytes },
    { name: 'locked-cache', bytes: composition.lockedBytes },
    { name: 'anonymous', bytes: composition.anonBytes },
    { name: 'sockets', bytes: composition.socketBytes },
    { name: 'kernel', bytes: composition.kernelBytes },
  ].toSorted((a, b) => b.bytes - a.bytes);
  const sum = classes.reduce((total, { bytes }) => total + bytes, 0);
  const [first, second] = classes;
  if (!first || !second || sum === 0)
    return { cause: 'unknown', reason: 'no sample shows memory that stays' };
  const shares = `${first.name} ${mebibytes(first.bytes)} of ${mebibytes(sum)} unreclaimable, then ${second.name} ${mebibytes(second.bytes)}`;
  if (first.bytes <= sum * majority)
    return { cause: 'mixed', reason: `${shares}: no class holds the greater part` };
  if (first.name === 'anonymous') return anonymousCause(composition, arm, shares);
  if (first.name === 'tmpfs') return shmemCause(composition, arm, shares);
  return { cause: first.name as Cause, reason: shares };
}

/** shmem is `tmpfs` where the files on the pod's memory-backed volume make up the greater part of it. */
function shmemCause(
  { tmpfsBytes }: Composition,
  arm: ArmRecording,
  shares: string,
): { cause: Cause; reason: string } {
  const scratch = arm.lives.find(({ ended }) => ended)?.ended?.scratch;
  const onVolume = scratch?.fileSystem === 'tmpfs' ? scratch.bytes : 0;
  if (onVolume > tmpfsBytes * majority) {
    return {
      cause: 'tmpfs',
      reason: `${shares}; ${scratch?.files} files on the volume hold ${mebibytes(onVolume)}`,
    };
  }
  return {
    cause: 'shared-memory',
    reason: `${shares}; files on a memory-backed volume hold ${mebibytes(onVolume)} of it`,
  };
}
