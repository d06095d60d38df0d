import type { StartedTestContainer } from 'testcontainers';
import type { Arm } from '../../scenario/types.ts';
import { shmBytes } from '../../scenario/media.ts';
import { hasVolume, scratchDir, sharesShm } from './app.ts';
import { runContainer } from './container.ts';
import { labelsOf, namesOf } from './names.ts';
import type { DockerRun } from './run.ts';
import { makeVolume } from './volume.ts';

/**
 * Makes an arm's volume and the small container that holds it, like a pod's sandbox: the daemon unmounts, and so
 * empties, a tmpfs with its last container. It also makes a disk volume writable for everybody, as a pod's emptyDir
 * is: which user an image's program becomes is known to that program alone.
 */
export async function startKeeper(
  run: DockerRun,
  arm: Arm,
  parent: string | null,
): Promise<StartedTestContainer> {
  const { volume, keeper } = namesOf(run.name, arm);
  const labels = labelsOf(run.name);
  const withVolume = hasVolume(arm.setup);
  if (withVolume) await makeVolume(run.client.daemon, volume, labels, arm.setup, parent !== null);
  const open = withVolume ? `chmod 1777 ${scratchDir} && ` : '';
  return runContainer(run.client, {
    name: keeper,
    image: run.image,
    entrypoint: ['/bin/sh', '-c'],
    command: [`${open}echo holding && exec sleep infinity`],
    user: '0',
    labels,
    network: { name: 'none' },
    hostConfig: {
      ...(parent === null ? {} : { CgroupParent: parent }),
      ...(withVolume ? { Binds: [`${volume}:${scratchDir}`] } : {}),
      ...(sharesShm(arm.setup) ? { IpcMode: 'shareable', ShmSize: shmBytes } : {}),
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
    },
    until: /holding/,
  });
}
