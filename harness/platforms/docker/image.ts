import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryProgram } from '../../exec.ts';
import { docker, runDocker } from './daemon.ts';

const dockerfile = fileURLToPath(new URL('../../../manifests/app/Dockerfile', import.meta.url));
const buildMs = 600_000;

/** The app's image by the content it is made of: an unchanged app has its image already. */
export function imageTag(appProgram: string): string {
  const hash = createHash('sha256').update(readFileSync(dockerfile)).update(readFileSync(appProgram));
  return `not-a-leak-app:${hash.digest('hex').slice(0, 12)}`;
}

/**
 * Builds the app's image unless the daemon has it; gives its tag. `appProgram` is the bundled app, the only
 * file in the image besides Node.
 */
export async function buildImage(
  appProgram: string,
  workFolder: string,
  signal: AbortSignal,
): Promise<string> {
  const tag = imageTag(appProgram);
  const present = await tryProgram([docker, 'image', 'inspect', '--format', '{{.Id}}', tag], { signal });
  if (present.exitCode === 0) return tag;
  const context = join(workFolder, 'image');
  mkdirSync(join(context, 'dist'), { recursive: true });
  copyFileSync(dockerfile, join(context, 'Dockerfile'));
  copyFileSync(appProgram, join(context, 'dist', 'app.mjs'));
  const label = 'org.opencontainers.image.title=not-a-leak-app';
  await runDocker(['build', '--tag', tag, '--label', label, context], { signal, timeoutMs: buildMs });
  return tag;
}
