import { Failure } from '../../errors.ts';
import type { HostFacts, Check } from '../../recording/types.ts';
import { attempt, ok, warn } from '../../recording/checks.ts';
import { apiVersion, findDaemon, type Daemon } from '../docker-daemon/daemon.ts';
import type { Environment } from '../../process/caller.ts';
import { findPlace } from './place.ts';

/** The rows of `doctor`: what the daemon is, and what it can do for a measurement. */
export async function checkDocker(env: Environment): Promise<Check[]> {
  let daemon: Daemon | null = null;
  const answers = await attempt('daemon', async () => {
    daemon = await findDaemon();
    return `${daemon.version}, ${daemon.operatingSystem}`;
  });
  return daemon === null ? [answers] : [answers, ...(await rowsOf(daemon, env))];
}

async function rowsOf(daemon: Daemon, env: Environment): Promise<Check[]> {
  const { sharesParent, problem } = findPlace(daemon, env);
  return [
    await attempt('API version', apiVersion),
    await attempt('memory limits', () => memoryLimits(daemon)),
    ok('cgroups', `v${daemon.cgroupVersion}, driver ${daemon.cgroupDriver || 'unknown'}`),
    sharesParent
      ? ok('shared limit', 'all lives of an arm share a limited cgroup, as in a pod')
      : warn(
          'shared limit',
          `no: ${problem}`,
          'What one life leaves will not count against the next, so lives are not expected to shorten.',
        ),
    ok('rootless', daemon.rootless ? 'yes' : 'no'),
    swapRow(daemon),
    daemon.storageDriver === 'vfs'
      ? warn('storage driver', 'vfs', 'Each container gets a copy of the image: overlay2 is faster.')
      : ok('storage driver', daemon.storageDriver),
  ];
}

/** Throws a Failure of kind `missing` if the daemon can't limit memory. */
export function memoryLimits({ limitsMemory }: Daemon): string {
  if (limitsMemory) return 'yes';
  throw new Failure('missing', "The Docker daemon can't limit memory.", {
    hint: 'A rootless daemon needs cgroup v2 with the memory controller delegated: docs.docker.com/go/rootless',
  });
}

/** Throws a Failure of kind `missing` if memory would be swapped out instead of filling the limit. */
export function refuseSwap({ limitsSwap }: Daemon, { swapBytes }: Pick<HostFacts, 'swapBytes'>): void {
  if (limitsSwap || swapBytes === 0) return;
  throw new Failure(
    'missing',
    "The daemon's host has swap, and the daemon can't keep containers from using it.",
    { hint: 'Turn swap off (swapoff -a), or boot with swapaccount=1.' },
  );
}

function swapRow({ limitsSwap }: Daemon): Check {
  if (limitsSwap) return ok('swap accounting', 'yes: swap is forbidden to the arms');
  return warn('swap accounting', 'no', 'Swap must be off on its host, or a run is refused.');
}
