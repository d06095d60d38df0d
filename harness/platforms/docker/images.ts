import { Failure } from '../../errors.ts';
import { startChild } from '../../process/child.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { Arm } from '../../scenario/types.ts';
import { docker } from '../docker-daemon/daemon-env.ts';

/** How often a pull tells how far it is. */
const tellEachMs = 10_000;

/**
 * Has the daemon pull the images of apps and services that it lacks; they stay, as others that Docker pulled. Throws
 * a Failure of kind `missing` that names the image if it can't be had.
 */
export async function pullImages(
  arms: Arm[],
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const [image, where] of imagesOf(arms)) {
    if (!(await isHere(image, signal))) await pull(image, where, say, signal);
  }
}

/** Images that arms name, each with where it is named first. */
export function imagesOf(arms: Arm[]): Map<string, string> {
  const images = new Map<string, string>();
  const add = (image: string, where: string) => {
    if (!images.has(image)) images.set(image, where);
  };
  for (const { setup, locate } of arms) {
    const { app } = setup;
    if (!('image' in app)) continue;
    add(app.image, locate(['app', 'image']));
    for (const [name, { image }] of Object.entries(app.services))
      add(image, locate(['app', 'services', name, 'image']));
  }
  return images;
}

async function isHere(image: string, signal: AbortSignal): Promise<boolean> {
  const argv = [docker, 'image', 'inspect', '--format', '{{.Id}}', image] as const;
  return (await tryProgram([...argv], { signal })).exitCode === 0;
}

async function pull(
  image: string,
  where: string,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  say(`pulling the image ${image}, which is not here`);
  const progress = new PullProgress();
  // By the docker program, which knows the user's registries and their passwords.
  const pulling = startChild([docker, 'pull', image], (line) => progress.see(line));
  const timer = setInterval(() => say(`pulling ${image}: ${progress.words()}`), tellEachMs);
  signal.addEventListener('abort', pulling.kill, { once: true });
  const { exitCode, stderr } = await pulling.ended;
  clearInterval(timer);
  signal.removeEventListener('abort', pulling.kill);
  signal.throwIfAborted();
  if (exitCode === 0) return;
  const why = stderr.split('\n').at(-1) || `docker pull ended with exit code ${exitCode}`;
  throw new Failure('missing', `${where}: the image ${image} is not here and can't be pulled: ${why}`, {
    hint: `Is its name right? To try by hand: docker pull ${image}\nAn image that you build: docker build --tag ${image} FOLDER`,
  });
}

/** What `docker pull` prints without a terminal, counted: a line per layer and state. */
export class PullProgress {
  readonly #layers = new Set<string>();
  readonly #done = new Set<string>();

  see(line: string): void {
    const [, layer, state] = /^([0-9a-f]{12}): (.*)$/.exec(line) ?? [];
    if (layer === undefined || state === undefined) return;
    this.#layers.add(layer);
    if (/^(?:Pull complete|Already exists)/.test(state)) this.#done.add(layer);
  }

  words(): string {
    const { size } = this.#layers;
    return size === 0 ? 'no answer yet' : `${this.#done.size} of ${size} layers`;
  }
}
