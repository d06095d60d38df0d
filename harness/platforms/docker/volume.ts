import type { Setup } from '../../scenario/schema.ts';
import type { Dockerode } from './client.ts';
import { asFailure } from './failures.ts';

/**
 * If lives share no cgroup, what each leaves on the tmpfs is charged to none: only a volume larger than the limit
 * lets the next life fill its limit too.
 */
const roomForLives = 4;

/** The size that a kubelet gives a memory-backed emptyDir (KEP-1967), if residue counts as in a pod. */
export function tmpfsBytes({ memory, scratch }: Setup, residueCounts: boolean): number {
  const wanted = scratch.sizeLimit ?? Infinity;
  return Math.min(residueCounts ? memory : memory * roomForLives, wanted);
}

/** Makes an arm's scratch volume. A tmpfs is mounted with its first container and goes with its last. */
export async function makeVolume(
  daemon: Dockerode,
  name: string,
  labels: Record<string, string>,
  setup: Setup,
  residueCounts: boolean,
): Promise<void> {
  const size = tmpfsBytes(setup, residueCounts);
  const tmpfs = { type: 'tmpfs', device: 'tmpfs', o: `size=${size},mode=1777` };
  const options = setup.scratch.medium === 'memory' ? { DriverOpts: tmpfs } : {};
  try {
    await daemon.createVolume({ Name: name, Driver: 'local', Labels: labels, ...options });
  } catch (error) {
    throw asFailure(`The volume ${name} could not be made`, error);
  }
}
