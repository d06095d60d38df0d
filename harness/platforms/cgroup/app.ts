import type { Setup } from '../../scenario/schema.ts';

/**
 * How the sample app is started. Its heap may grow to the limit of the whole container, as in many a real
 * deployment: V8 must not give up before the kernel does.
 */
export function appOf(program: string, { app, memory }: Setup, scratchDir: string, port: number) {
  const heapMebibytes = Math.ceil(memory / 2 ** 20);
  return {
    argv: [process.execPath, `--max-old-space-size=${heapMebibytes}`, program],
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      MODE: app.mode,
      PORT: String(port),
      SCRATCH_DIR: scratchDir,
      RETENTION_MS: app.retention === null ? 'never' : String(app.retention),
      DATASET_BYTES: String(app.dataset),
    },
  };
}
