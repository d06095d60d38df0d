import type { Setup } from '../../scenario/schema.ts';

export const appPort = 8080;
export const scratchDir = '/scratch';

/**
 * How the sample app is started in its container: the arguments of its image's entry point (Node), and its
 * environment. V8 must not give up before the kernel does, so the heap may grow to the whole limit.
 */
export function appOf({ app, memory }: Setup): { command: string[]; env: Record<string, string> } {
  return {
    command: [`--max-old-space-size=${Math.ceil(memory / 2 ** 20)}`, '/app/app.mjs'],
    env: {
      MODE: app.mode,
      PORT: String(appPort),
      SCRATCH_DIR: scratchDir,
      RETENTION_MS: app.retention === null ? 'never' : String(app.retention),
      DATASET_BYTES: String(app.dataset),
    },
  };
}
