import type { Resource } from '../../resources/resource.ts';
import type { App, ImageApp } from '../../scenario/app-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { asFailure } from './failures.ts';
import { labelsOf, namesOf } from './names.ts';
import { containerResource, networkResource } from './resources.ts';
import type { DockerRun } from './run.ts';
import { startService } from './service.ts';

export function hasServices(app: App): app is ImageApp {
  return 'image' in app && Object.keys(app.services).length > 0;
}

/** Makes the network of an arm's app and, on it, the services beside it, outside of its limit. */
export async function startServices(run: DockerRun, arm: Arm, signal: AbortSignal): Promise<void> {
  const { app } = arm.setup;
  if (!hasServices(app)) return;
  const { network } = namesOf(run.name, arm);
  try {
    await run.client.daemon.createNetwork({ Name: network, Driver: 'bridge', Labels: labelsOf(run.name) });
  } catch (error) {
    throw asFailure(`The network ${network} could not be made`, error);
  }
  const how = { startupMs: app.startup, signal };
  const all = Object.entries(app.services).map(([name, service]) => ({ name, ...service }));
  await Promise.all(all.map((service) => startService(run, arm, service, how)));
}

/** All that `startServices` makes. */
export function serviceResources(run: string, arm: Arm): Resource[] {
  const containers = containersOf(run, arm).map(containerResource);
  return containers.length === 0 ? [] : [networkResource(namesOf(run, arm).network), ...containers];
}

/** Removes it; the network goes once nothing is connected to it. */
export async function removeServices({ name: run, remover }: DockerRun, arm: Arm): Promise<void> {
  const containers = containersOf(run, arm);
  if (containers.length === 0) return;
  await Promise.all(containers.map((name) => remover.container(name)));
  await remover.network(namesOf(run, arm).network);
}

function containersOf(run: string, arm: Arm): string[] {
  const { app } = arm.setup;
  return hasServices(app) ? Object.keys(app.services).map(namesOf(run, arm).service) : [];
}
