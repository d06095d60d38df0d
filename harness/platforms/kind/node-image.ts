import * as z from 'zod';
import { tryProgram } from '../../process/run-program.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { runDocker } from '../docker-daemon/daemon.ts';

/** What a kind node image begins with, whatever its name; images made from one may begin with more. https://kind.sigs.k8s.io/docs/design/node-image/ */
const entrypoint = '/usr/local/bin/entrypoint';
const inspected = z.array(
  z.object({
    RepoTags: z.array(z.string()).nullable(),
    Created: z.string(),
    Config: z.object({ Entrypoint: z.array(z.string()).nullish() }),
  }),
);

/**
 * The node image to use: the one named, else the newest that the daemon has, to avoid a pull; null leaves it to
 * kind, which pulls its own.
 */
export async function findNodeImage(named: string | undefined): Promise<string | null> {
  if (named !== undefined) return named;
  const ids = [
    ...new Set((await runDocker(['images', '--quiet', '--no-trunc'])).split('\n').filter(Boolean)),
  ];
  if (ids.length === 0) return null;
  const ran = await tryProgram([docker, 'image', 'inspect', ...ids]);
  return ran.exitCode === 0 ? newestNodeImage(JSON.parse(ran.stdout)) : null;
}

/** The newest node image in the output of `docker image inspect`; null if none has a name. */
export function newestNodeImage(json: unknown): string | null {
  const images = inspected.parse(json).filter(({ Config, RepoTags }) => {
    return Config.Entrypoint?.includes(entrypoint) && (RepoTags?.length ?? 0) > 0;
  });
  const [newest] = images.toSorted((a, b) => b.Created.localeCompare(a.Created));
  return newest?.RepoTags?.[0] ?? null;
}

export async function isPresent(image: string): Promise<boolean> {
  return (await tryProgram([docker, 'image', 'inspect', image])).exitCode === 0;
}
