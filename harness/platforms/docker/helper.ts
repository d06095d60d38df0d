import type { Client } from './client.ts';
import { runContainer } from './container.ts';
import { helperName, labelsOf } from './names.ts';

export const hostCgroups = '/host-cgroup';
export const samplerInHelper = '/sampler.mjs';

/**
 * Reads the files that the app's program is made of once a second. Their pages are charged to whoever reads
 * them first; in a pod they would be dropped and read again at its limit for ever, so that reclaim makes
 * progress and the kernel kills nobody: a stall instead of a kill. On a node, too, they are there already
 * from other pods of the image.
 */
const holdPages = `
const { readFileSync } = require('node:fs');
const mapped = readFileSync('/proc/self/maps', 'utf8').matchAll(/ (\\/\\S+)$/gm);
const files = [...new Set([...mapped].map(([, file]) => file)), '/app/app.mjs', '/bin/sleep', '/bin/sh'];
const read = () => { for (const file of files) try { readFileSync(file) } catch (error) {
  if (error.code !== 'ENOENT') throw error;
} };
read();
console.log('holding');
setInterval(read, 1000);
`;

/**
 * Starts the one container of a run that is in no pod. With `sampler`, the file of that program, it can
 * sample the daemon's cgroups where this host can't see them.
 */
export async function startHelper(
  client: Client,
  { run, image, sampler }: { run: string; image: string; sampler: string | null },
): Promise<string> {
  const sees = sampler === null ? {} : { Binds: [`/sys/fs/cgroup:${hostCgroups}:ro`] };
  return runContainer(client, {
    name: helperName(run),
    image,
    command: ['-e', holdPages],
    user: '0',
    labels: labelsOf(run),
    hostConfig: { NetworkMode: 'none', CapDrop: ['ALL'], CapAdd: ['SYS_NICE'], ...sees },
    copy: sampler === null ? [] : [{ source: sampler, target: samplerInHelper }],
    until: /holding/,
  });
}
