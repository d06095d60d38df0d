import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tryProgram } from '../../process/run-program.ts';
import { makeFolders } from '../../files/folders.ts';
import type { Ledger } from '../../resources/ledger.ts';
import { packageFolder } from '../../package/folder.ts';
import { prebuildsFolder } from '../../package/prebuilds.ts';
import { docker } from './daemon-env.ts';
import { runDocker } from './daemon.ts';
import { imageResource } from './resources.ts';

const dockerfile = join(packageFolder, 'manifests', 'app', 'Dockerfile');
const buildMs = 600_000;

/** The app's image by a hash of its content: an unchanged app already has its image. */
function imageTag(appProgram: string): string {
  const hash = createHash('sha256').update(readFileSync(dockerfile)).update(readFileSync(appProgram));
  for (const file of filesBelow(prebuildsOf(appProgram))) hash.update(readFileSync(file));
  return `not-a-leak-app:${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Builds the app's image unless the daemon has it; returns its tag. It contains Node, the bundled app
 * (`appProgram`), and the native parts beside it.
 */
export async function buildImage(
  appProgram: string,
  workFolder: string,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<string> {
  const tag = imageTag(appProgram);
  const present = await tryProgram([docker, 'image', 'inspect', '--format', '{{.Id}}', tag], { signal });
  if (present.exitCode === 0) return tag;
  const context = join(workFolder, 'image');
  makeFolders(join(context, 'dist'));
  copyFileSync(dockerfile, join(context, 'Dockerfile'));
  copyFileSync(appProgram, join(context, 'dist', 'app.mjs'));
  cpSync(prebuildsOf(appProgram), join(context, 'dist', prebuildsFolder), { recursive: true });
  const label = 'org.opencontainers.image.title=not-a-leak-app';
  const entry = ledger.enter(imageResource(tag));
  await runDocker(['build', '--force-rm', '--tag', tag, '--label', label, context], {
    signal,
    timeoutMs: buildMs,
  });
  entry.keep(); // for the next run
  return tag;
}

/** Created if missing, as the image's recipe always copies it. */
function prebuildsOf(appProgram: string): string {
  const folder = join(dirname(appProgram), prebuildsFolder);
  makeFolders(folder);
  return folder;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
