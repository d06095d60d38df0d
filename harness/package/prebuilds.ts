import { cpSync, existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { systemCode } from '../errors.ts';
import { packageFolder } from './folder.ts';
import { manifest } from './version.ts';

const platform = `linux-${process.arch}`;
const prebuiltPackage = `@lmdb/lmdb-${platform}`;
const wanted = manifest.peerDependencies[prebuiltPackage] ?? 'latest';

/** Folder of the app's native parts, beside its bundle. */
export const prebuildsFolder = 'prebuilds';

/**
 * Copies LMDB's prebuilt libraries beside the bundled app, where its loader looks for them (node-gyp-build:
 * `prebuilds/PLATFORM-ARCH/`). Without them the app runs in all modes but `mmap`.
 */
export function copyPrebuilds(folder: string): void {
  const source = findPrebuilds();
  if (source === null) return;
  const target = join(folder, prebuildsFolder, platform);
  // One file per C library; those for single Node versions are not needed.
  for (const file of readdirSync(source).filter((name) => name.startsWith('node.napi.')))
    cpSync(join(source, file), join(target, file));
}

/** Why the app's `mmap` mode can't run from this checkout; else null. */
export function storeProblem(): string | null {
  if (findPrebuilds() !== null) return null;
  return `LMDB for ${platform} is not installed beside this tool (npm install ${prebuiltPackage}@${wanted})`;
}

function findPrebuilds(): string | null {
  try {
    const { resolve } = createRequire(join(packageFolder, 'package.json'));
    const folder = dirname(resolve(prebuiltPackage));
    return existsSync(folder) ? folder : null;
  } catch (error) {
    if (systemCode(error) === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
