import { asSample } from '../../scenario/schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { appOf, appPort, scratchDir } from './app.ts';
import { mostRestarts } from './backoff.ts';
import type { HostConfig } from './client.ts';
import { runContainer } from './container.ts';
import { labelsOf, namesOf } from './names.ts';
import type { DockerRun } from './run.ts';

/** At a shared limit the kernel should kill the app, not the keeper of its volume. */
const oomScoreAdj = 500;

/** More than the kernel charges at once. */
const swapMarginBytes = 4 * 2 ** 20;

/** Starts the app's container, which Docker itself restarts after each failure. */
export async function startApp(
  run: DockerRun,
  arm: Arm,
  { parent, port, created }: { parent: string | null; port: number; created: (id: string) => Promise<void> },
): Promise<void> {
  const { app, volume, keeper } = namesOf(run.name, arm);
  const { medium } = arm.setup.scratch;
  const { command, env } = appOf(asSample(arm.setup));
  const exposed = `${appPort}/tcp`;
  await runContainer(run.client, {
    name: app,
    image: run.image,
    command,
    env,
    labels: labelsOf(run.name),
    exposedPorts: [exposed],
    hostConfig: {
      ...(parent === null ? {} : { CgroupParent: parent }),
      ...limits(arm.setup.memory, run.cgroupVersion === 1 && parent === null),
      OomScoreAdj: oomScoreAdj,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: mostRestarts },
      PortBindings: { [exposed]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      Binds: [`${volume}:${scratchDir}`],
      ReadonlyRootfs: medium !== 'container-fs',
      // As a pod's containers share their sandbox's /dev/shm, which outlives them.
      ...(medium === 'shm' ? { IpcMode: `container:${keeper}` } : {}),
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
    created,
  });
}

/**
 * The limit, without swap: `MemorySwap` is the sum of memory and swap. On v1, a charge that meets that limit first
 * is not counted as a limit event (kernel 6.18), so unless a shared cgroup counts them it is slightly higher, and
 * swappiness 0 keeps pages out of swap.
 */
function limits(bytes: number, countsByItself: boolean): HostConfig {
  if (!countsByItself) return { Memory: bytes, MemorySwap: bytes };
  return { Memory: bytes, MemorySwap: bytes + swapMarginBytes, MemorySwappiness: 0 };
}
