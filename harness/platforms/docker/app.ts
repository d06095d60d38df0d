import type { SampleSetup } from '../../scenario/schema.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';

export const appPort = 8080;
export const scratchDir = '/scratch';

/** How the sample app starts in its container: arguments for the image's entry point (Node), and environment. */
export function appOf({ app, memory, scratch }: SampleSetup): {
  command: string[];
  env: Record<string, string>;
} {
  return {
    command: [...nodeArguments(memory), '/app/app.mjs'],
    env: { PORT: String(appPort), SCRATCH_DIR: scratchDir, ...appEnvironment(app, scratch) },
  };
}
