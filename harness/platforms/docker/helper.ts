import { holdPages } from '../hold-pages.ts';
import type { Client } from './client.ts';
import { runContainer } from './container.ts';
import { helperName, labelsOf } from './names.ts';

export const hostCgroups = '/host-cgroup';
export const samplerInHelper = '/sampler.mjs';

/**
 * Starts a run's only container outside any pod. With `sampler`, the file of that program, it can sample the
 * daemon's cgroups if this host can't see them.
 */
export async function startHelper(
  client: Client,
  { run, image, sampler }: { run: string; image: string; sampler: string | null },
): Promise<void> {
  const sees = sampler === null ? {} : { Binds: [`/sys/fs/cgroup:${hostCgroups}:ro`] };
  await runContainer(client, {
    name: helperName(run),
    image,
    command: ['-e', holdPages],
    user: '0',
    labels: labelsOf(run),
    network: { name: 'none' },
    hostConfig: { CapDrop: ['ALL'], CapAdd: ['SYS_NICE'], ...sees },
    copy: sampler === null ? [] : [{ source: sampler, target: samplerInHelper }],
    until: /holding/,
  });
}
