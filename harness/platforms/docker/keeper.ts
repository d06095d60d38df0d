import type { StartedTestContainer } from 'testcontainers';
import type { Arm } from '../../scenario/types.ts';
import { shmBytes } from '../../scenario/media.ts';
import { scratchDir } from './app.ts';
import { runContainer } from './container.ts';
import { labelsOf, namesOf } from './names.ts';
import type { DockerRun } from './run.ts';
import { makeVolume } from './volume.ts';

/**
 * Makes an arm's volume and the small container that holds it, like a pod's sandbox: the daemon unmounts, and so
 * empties, a tmpfs with its last container. It also makes a disk volume writable for the app's user.
 */
export async function startKeeper(
  run: DockerRun,
  arm: Arm,
  parent: string | null,
): Promise<StartedTestContainer> {
  const { volume, keeper } = namesOf(run.name, arm);
  const labels = labelsOf(run.name);
  await makeVolume(run.client.daemon, volume, labels, arm.setup, parent !== null);
  return runContainer(run.client, {
    name: keeper,
    image: run.image,
    entrypoint: ['/bin/sh', '-c'],
    command: [`chmod 1777 ${scratchDir} && echo holding && exec sleep infinity`],
    user: '0',
    labels,
    hostConfig: {
      ...(parent === null ? {} : { CgroupParent: parent }),
      Binds: [`${volume}:${scratchDir}`],
      NetworkMode: 'none',
      ...(arm.setup.scratch.medium === 'shm' ? { IpcMode: 'shareable', ShmSize: shmBytes } : {}),
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
    },
    until: /holding/,
  });
}
