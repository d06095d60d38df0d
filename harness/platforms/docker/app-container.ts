import type { Arm } from '../../scenario/types.ts';
import { appOf, sharesShm, type AppPlan } from './app.ts';
import { mostRestarts } from './backoff.ts';
import type { HostConfig } from './client.ts';
import { runContainer, type ContainerPlan } from './container.ts';
import { labelsOf, namesOf, type PodNames } from './names.ts';
import type { DockerRun } from './run.ts';
import { hasServices } from './services.ts';

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
  const names = namesOf(run.name, arm);
  const plan = appOf(run.image, arm.setup);
  const exposed = plan.port === null ? [] : [`${plan.port}/tcp`];
  await runContainer(run.client, {
    name: names.app,
    image: plan.image,
    ...(plan.command === undefined ? {} : { command: plan.command }),
    ...(plan.user === undefined ? {} : { user: plan.user }),
    env: plan.env,
    labels: labelsOf(run.name),
    exposedPorts: exposed,
    ...networkOf(arm, names),
    hostConfig: {
      ...(parent === null ? {} : { CgroupParent: parent }),
      ...limits(arm.setup.memory, run.cgroupVersion === 1 && parent === null),
      OomScoreAdj: oomScoreAdj,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: mostRestarts },
      PortBindings: Object.fromEntries(
        exposed.map((one) => [one, [{ HostIp: '127.0.0.1', HostPort: String(port) }]]),
      ),
      ReadonlyRootfs: plan.readOnly,
      ...filesOf(arm, plan, names),
      ...(plan.isConfined ? { CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'] } : {}),
    },
    created,
  });
}

/** Its volume and its /dev/shm. */
function filesOf(arm: Arm, { scratchAt }: AppPlan, { volume, keeper }: PodNames): HostConfig {
  return {
    // As in a pod, it hides what the image has there: Docker alone would copy that into it.
    ...(scratchAt === null ? {} : { Binds: [`${volume}:${scratchAt}:nocopy`] }),
    // As a pod's containers share their sandbox's /dev/shm, which outlives them.
    ...(sharesShm(arm.setup) ? { IpcMode: `container:${keeper}` } : {}),
  };
}

/** Docker's own bridge, or the network of the services beside it. */
function networkOf({ setup: { app } }: Arm, { network }: PodNames): Pick<ContainerPlan, 'network'> {
  return hasServices(app) ? { network: { name: network } } : {};
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
