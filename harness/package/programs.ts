import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder } from './folder.ts';
import { copyPrebuilds } from './prebuilds.ts';

const files = {
  app: 'app.mjs',
  load: 'load.mjs',
  k6: 'k6.mjs',
  command: 'command.mjs',
  sampler: 'sampler.mjs',
  supervisor: 'supervisor.mjs',
  exec: 'exec.mjs',
};

type Name = keyof typeof files;

/** The file of each helper program, a single one for plain Node. */
export type Programs = Record<Name, string>;

/** The helper programs as built, for those who can read the package. */
export const builtPrograms = within(join(builtFolder, 'programs'));

/**
 * Copies the helper programs to `folder` for the length of a run: for users who can't read the package, and so that
 * a build in the meantime changes nothing.
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
