import { Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import { scenarioFailure } from '../../scenario/problems.ts';
import type { Arm } from '../../scenario/types.ts';
import { mebibytes, seconds } from '../../text/words.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { readOwnApp, type OwnApp } from '../kubernetes/own/own-app.ts';
import { shape } from '../kubernetes/own/shape.ts';
import type { KubectlProgram } from '../kubernetes/kubectl.ts';
import { runKind } from './kind.ts';
import type { Tools } from './tools.ts';

/** The arms' own apps, as read before anything is made. */
export interface OwnApps {
  /** By arm id. */
  apps: Map<string, OwnApp>;
  /** Those of their images that the local Docker has, with their sizes. */
  localImages: Map<string, number>;
}

const loadMs = 600_000;

/**
 * Reads the arms' own apps, and says what of them is changed for the run. Throws one usage Failure with all problems
 * of the user's files.
 */
export async function readOwnApps(
  arms: Arm[],
  kubectl: KubectlProgram,
  workFolder: string,
  say: (text: string) => void,
): Promise<OwnApps> {
  const apps = new Map<string, OwnApp>();
  const problems: string[] = [];
  for (const arm of arms) {
    try {
      const app = await readOwnApp(arm, kubectl, workFolder);
      if (app) apps.set(arm.id, app);
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'usage') throw error;
      problems.push(...error.message.split('\n'));
    }
  }
  if (problems.length > 0) throw scenarioFailure([...new Set(problems)]);
  const localImages = new Map<string, number>();
  for (const image of new Set([...apps.values()].flatMap(({ images }) => images))) {
    const bytes = await localBytes(image);
    if (bytes !== null) localImages.set(image, bytes);
  }
  for (const note of notesOn(arms, { apps, localImages })) say(`  ${note}`);
  return { apps, localImages };
}

/** Brings the images that the local Docker has into a cluster; kind skips those that are there. */
export async function loadImages(
  tools: Tools,
  cluster: string,
  images: OwnApps['localImages'],
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const [image, bytes] of images) {
    say(`  loading the image ${image} (${mebibytes(bytes)})`);
    const beganMs = performance.now();
    const load = ['load', 'docker-image', image, '--name', cluster];
    await runKind(tools, `The image ${image} was not loaded`, load, { signal, timeoutMs: loadMs });
    say(`  loaded in ${seconds(performance.now() - beganMs)}`);
  }
}

/** What is changed of the user's objects, or left out; what several arms share is said once. */
function notesOn(arms: Arm[], { apps, localImages }: OwnApps): string[] {
  const byNote = new Map<string, string[]>();
  for (const { id, setup } of arms) {
    const app = apps.get(id);
    if (!app) continue;
    const place = {
      namespace: '',
      labels: {},
      limitBytes: setup.memory,
      localImages: new Set(localImages.keys()),
    };
    const { notes } = shape(app.objects, app.measured, place);
    // The Deployment of an image is the run's own.
    const own = 'image' in setup.app ? [] : [...app.leftOut, ...notes];
    for (const note of own) byNote.set(note, [...(byNote.get(note) ?? []), id]);
  }
  return [...byNote].map(([note, ids]) => (ids.length === apps.size ? note : `${ids.join(', ')}: ${note}`));
}

/** The size of an image of the local Docker; null if it does not have it. */
async function localBytes(image: string): Promise<number | null> {
  const { exitCode, stdout } = await tryProgram([docker, 'image', 'inspect', '--format', '{{.Size}}', image]);
  return exitCode === 0 ? Number(stdout) : null;
}
