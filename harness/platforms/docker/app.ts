import type { ImageApp } from '../../scenario/app-schema.ts';
import { asSample, type SampleSetup, type Setup } from '../../scenario/schema.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';

const samplePort = 8080;
export const scratchDir = '/scratch';

/** How an arm's app starts in its container. */
export interface AppPlan {
  image: string;
  /** Arguments of the image's entry point; absent: the image's own. */
  command?: string[];
  user?: string;
  env: Record<string, string>;
  /** Where it listens; null if it takes no connections. */
  port: number | null;
  /** Where it sees its volume; null if it has none. */
  scratchAt: string | null;
  readOnly: boolean;
  /** Without any capability, or with those that Docker gives to each container. */
  isConfined: boolean;
}

/** How to start an arm's app, of which `sampleImage` is the sample app's image. */
export function appOf(sampleImage: string, setup: Setup): AppPlan {
  return 'image' in setup.app ? ownOf(setup.app, scratchAtOf(setup)) : sampleOf(sampleImage, asSample(setup));
}

/** Whether an arm has a volume: shared memory comes with the pod, and a writable layer with the container. */
export function hasVolume({ scratch, app }: Setup): boolean {
  return 'mode' in app || ['memory', 'disk', 'pvc'].includes(scratch.medium);
}

/** Whether the app's /dev/shm is its keeper's, as in a pod. One's own app may use it unasked. */
export function sharesShm({ scratch, app }: Setup): boolean {
  return 'image' in app || scratch.medium === 'shm';
}

function scratchAtOf(setup: Setup): string | null {
  return hasVolume(setup) ? (setup.scratch.at ?? scratchDir) : null;
}

function sampleOf(image: string, { app, memory, scratch }: SampleSetup): AppPlan {
  return {
    image,
    command: [...nodeArguments(memory), '/app/app.mjs'],
    env: { PORT: String(samplePort), SCRATCH_DIR: scratchDir, ...appEnvironment(app, scratch) },
    port: samplePort,
    scratchAt: scratchDir,
    readOnly: scratch.medium !== 'container-fs',
    isConfined: true,
  };
}

/** Its entry point, user and capabilities are the image's and Docker's own: many begin as root and step down. */
function ownOf({ image, args, user, env, port, readOnly }: ImageApp, scratchAt: string | null): AppPlan {
  return {
    image,
    ...(args === undefined ? {} : { command: args }),
    ...(user === undefined ? {} : { user: String(user) }),
    env,
    port: port ?? null,
    scratchAt,
    readOnly,
    isConfined: false,
  };
}
