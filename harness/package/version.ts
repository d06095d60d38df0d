import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './folder.ts';

/** The package.json of the tool. */
export const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
  version: string;
  /** Optional dependencies that the tool uses if present: version by name. */
  peerDependencies: Record<string, string>;
};

export const { version } = manifest;
