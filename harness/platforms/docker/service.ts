import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../errors.ts';
import { monotonicMs } from '../../process/clock.ts';
import type { ImageApp } from '../../scenario/app-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { endOf } from '../exit.ts';
import { runContainer } from './container.ts';
import { lastLinesOf } from './logs.ts';
import { labelsOf, namesOf } from './names.ts';
import { listens } from './ready.ts';
import type { DockerRun } from './run.ts';
import { stateOf } from './state.ts';

const lookMs = 100;

export type Service = ImageApp['services'][string] & { name: string };

/**
 * Starts a service beside an arm's app, reached by its name; resolves once it accepts connections. Throws a Failure
 * with its last lines if it ends, or does not within `startupMs`.
 */
export async function startService(
  run: DockerRun,
  arm: Arm,
  service: Service,
  { startupMs, signal }: { startupMs: number; signal: AbortSignal },
): Promise<void> {
  const { name, image, args, env, port } = service;
  const { network, service: containerOf } = namesOf(run.name, arm);
  // A daemon elsewhere can't be looked into; its proxy can be asked.
  const published = run.place.hierarchy === null && port !== undefined ? await run.freePort() : null;
  const bindings = { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(published) }] };
  const sinceMs = monotonicMs();
  await runContainer(run.client, {
    name: containerOf(name),
    image,
    ...(args === undefined ? {} : { command: args }),
    env,
    labels: labelsOf(run.name),
    network: { name: network, aliases: [name] },
    ...(published === null
      ? { hostConfig: {} }
      : { exposedPorts: Object.keys(bindings), hostConfig: { PortBindings: bindings } }),
  });
  const how = await whyNotReady(run, service, containerOf(name), { published, startupMs, signal });
  if (how === null) return;
  const lines = await lastLinesOf(containerOf(name), sinceMs);
  throw new Failure('infrastructure', `${arm.id}: the service ${name} (${image}) ${how}.`, {
    hint: lines.length === 0 ? 'It printed nothing.' : `Its last lines:\n${lines.join('\n')}`,
  });
}

/** Null once it is ready; else what became of it. */
async function whyNotReady(
  { client, place }: DockerRun,
  { port }: Service,
  container: string,
  { published, startupMs, signal }: { published: number | null; startupMs: number; signal: AbortSignal },
): Promise<string | null> {
  for (const endMs = monotonicMs() + startupMs; monotonicMs() < endMs; await sleep(lookMs)) {
    signal.throwIfAborted();
    const state = await stateOf(client.daemon, container);
    if (state?.status !== 'running') return endWords(state?.exitCode ?? null);
    const pid = place.hierarchy === null ? null : state.pid;
    if (port === undefined || (await listens({ port, published, pid: () => pid }))) return null;
  }
  return `did not accept a connection on its port ${port} within ${startupMs / 1000} s`;
}

function endWords(code: number | null): string {
  const { exitCode, signal } = endOf(code);
  return signal === null ? `ended with exit code ${exitCode}` : `ended by ${signal}`;
}
