import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder } from './folder.ts';
import { copyPrebuilds } from './prebuilds.ts';

const files = {
  app: 'app.mjs',
  load: 'load.mjs',
  k6: 'k6.mjs',
  sampler: 'sampler.mjs',
  supervisor: 'supervisor.mjs',
  exec: 'exec.mjs',
};

type Name = keyof typeof files;

/** File of each helper program, a single one that plain Node runs. */
export type Programs = Record<Name, string>;

/** The helper programs where the build has put them, for whoever may read the package. */
export const builtPrograms = within(join(builtFolder, 'programs'));

/**
 * Lays the helper programs out in `folder`, for users who may not look into the package's, and for the length of a run:
 * a build meanwhile changes nothing of it.
 */
export function layOutPrograms(folder: string): Programs {
  const laid = within(folder);
  for (const name of Object.keys(files) as Name[]) {
    copyFileSync(builtPrograms[name], laid[name]);
    chmodSync(laid[name], 0o644);
  }
  copyPrebuilds(folder);
  return laid;
}

function within(folder: string): Programs {
  const entries = Object.entries(files).map(([name, file]) => [name, join(folder, file)]);
  return Object.fromEntries(entries) as Programs;
}
