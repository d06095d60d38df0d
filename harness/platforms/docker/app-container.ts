import type { Arm } from '../../scenario/types.ts';
import { appOf, appPort, scratchDir } from './app.ts';
import { mostRestarts } from './backoff.ts';
import { runContainer } from './container.ts';
import { labelsOf, namesOf } from './names.ts';
import type { DockerRun } from './run.ts';

/** At a shared limit the kernel is to kill the app and not what keeps its volume. */
const oomScoreAdj = 500;

/** Starts the app's container, which Docker itself restarts after each failure; resolves with its id. */
export function startApp(
  run: DockerRun,
  arm: Arm,
  { parent, port, created }: { parent: string | null; port: number; created: (id: string) => Promise<void> },
): Promise<string> {
  const { app, volume } = namesOf(run.name, arm);
  const { command, env } = appOf(arm.setup);
  const exposed = `${appPort}/tcp`;
  return runContainer(run.client, {
    name: app,
    image: run.image,
    command,
    env,
    labels: labelsOf(run.name),
    exposedPorts: [exposed],
    hostConfig: {
      ...(parent === null ? {} : { CgroupParent: parent }),
      Memory: arm.setup.memory,
      MemorySwap: arm.setup.memory, // memory and swap together: no swap
      OomScoreAdj: oomScoreAdj,
      RestartPolicy: { Name: 'on-failure', MaximumRetryCount: mostRestarts },
      PortBindings: { [exposed]: [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
      Binds: [`${volume}:${scratchDir}`],
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
    },
    created,
  });
}
