import { Failure } from '../../errors.ts';
import type { Arm } from '../../scenario/types.ts';
import type { Hopeless } from './pod-status.ts';

/** Why a pod will never start, and what to do about it. */
export function startFailure(
  { id }: Pick<Arm, 'id'>,
  pod: string,
  { image, why, isPull }: Hopeless,
): Failure {
  if (!isPull) return new Failure('infrastructure', `${id}: the pod ${pod} does not start`, { hint: why });
  return new Failure('infrastructure', `${id}: the image ${image} is not there`, {
    hint: `Pull or build it: what the local Docker has is loaded into the cluster.\n${why}`,
  });
}
