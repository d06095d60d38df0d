import type { StartedTestContainer } from 'testcontainers';
import { asFailure } from './failures.ts';
import type { Client, HostConfig } from './client.ts';

export interface ContainerPlan {
  name: string;
  image: string;
  entrypoint?: string[];
  command: string[];
  user?: string;
  env?: Record<string, string>;
  labels: Record<string, string>;
  hostConfig: HostConfig;
  /** Ports that are published by `hostConfig.PortBindings`. */
  exposedPorts?: string[];
  copy?: { source: string; target: string }[];
  /** Waits for this line of output; else it is enough that it runs. */
  until?: RegExp;
  /** Called with its id once it is there and before it runs. */
  created?: (id: string) => Promise<void>;
}

/** Makes a container and starts it. Throws a Failure where the daemon refuses it. */
export async function runContainer(
  { testcontainers }: Client,
  plan: ContainerPlan,
): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = testcontainers;
  // Its own methods can't set a cgroup parent, a swap limit, a restart policy or a loopback port.
  class PlannedContainer extends GenericContainer {
    constructor() {
      super(plan.image);
      this.hostConfig = { ...this.hostConfig, ...plan.hostConfig };
      const ports = plan.exposedPorts ?? [];
      this.createOpts.ExposedPorts = Object.fromEntries(ports.map((port) => [port, {}]));
    }
    protected override async containerCreated(id: string): Promise<void> {
      await plan.created?.(id);
    }
  }
  const container = new PlannedContainer()
    .withName(plan.name)
    .withLabels(plan.labels)
    .withAutoCleanup(process.env['TESTCONTAINERS_RYUK_DISABLED'] !== 'true') // or it leaves a lock file
    .withCommand(plan.command)
    .withEnvironment(plan.env ?? {})
    .withCopyFilesToContainer(plan.copy ?? [])
    .withWaitStrategy(plan.until ? Wait.forLogMessage(plan.until) : Wait.forAll([]));
  if (plan.entrypoint) container.withEntrypoint(plan.entrypoint);
  if (plan.user !== undefined) container.withUser(plan.user);
  try {
    return await container.start();
  } catch (error) {
    throw asFailure(`The container ${plan.name} could not be started`, error);
  }
}
