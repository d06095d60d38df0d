import type { StartedTestContainer } from 'testcontainers';
import { daemonEnv } from '../docker-daemon/daemon-env.ts';
import { asFailure } from './failures.ts';
import type { Client, HostConfig } from './client.ts';

export interface ContainerPlan {
  name: string;
  image: string;
  entrypoint?: string[];
  /** Absent: the image's own. */
  command?: string[];
  user?: string;
  /** Default: Docker's own bridge. `aliases` are its names in that network. */
  network?: { name: string; aliases?: string[] };
  env?: Record<string, string>;
  labels: Record<string, string>;
  hostConfig: HostConfig;
  /** Ports published by `hostConfig.PortBindings`. */
  exposedPorts?: string[];
  copy?: { source: string; target: string }[];
  /** Wait for this line of output; by default just until it runs. */
  until?: RegExp;
  /** Called with its id after it is created and before it runs. */
  created?: (id: string) => Promise<void>;
}

/** Creates and starts a container. Throws a Failure if the daemon refuses. */
export async function runContainer(
  { testcontainers }: Client,
  plan: ContainerPlan,
): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = testcontainers;
  // The library has no methods for a cgroup parent, swap limit, restart policy or loopback port.
  class PlannedContainer extends GenericContainer {
    constructor() {
      super(plan.image);
      this.hostConfig = { ...this.hostConfig, ...plan.hostConfig };
      const ports = plan.exposedPorts ?? [];
      this.createOpts.ExposedPorts = Object.fromEntries(ports.map((port) => [port, {}]));
      const { name, aliases } = plan.network ?? {};
      // The library's own aliases would connect it to Docker's bridge as well.
      if (name !== undefined && aliases)
        this.createOpts.NetworkingConfig = { EndpointsConfig: { [name]: { Aliases: aliases } } };
    }
    protected override async containerCreated(id: string): Promise<void> {
      await plan.created?.(id);
    }
  }
  const container = new PlannedContainer()
    .withName(plan.name)
    .withLabels(plan.labels)
    .withAutoCleanup(daemonEnv['TESTCONTAINERS_RYUK_DISABLED'] !== 'true') // otherwise it leaves a lock file
    .withEnvironment(plan.env ?? {})
    .withCopyFilesToContainer(plan.copy ?? [])
    .withWaitStrategy(plan.until ? Wait.forLogMessage(plan.until) : Wait.forAll([]));
  if (plan.command) container.withCommand(plan.command);
  // Also where there is none: the library overwrites `hostConfig.NetworkMode`.
  if (plan.network) container.withNetworkMode(plan.network.name);
  if (plan.entrypoint) container.withEntrypoint(plan.entrypoint);
  if (plan.user !== undefined) container.withUser(plan.user);
  try {
    return await container.start();
  } catch (error) {
    throw asFailure(`The container ${plan.name} could not be started`, error);
  }
}
