import type { Mode } from '../scenario/modes.ts';
import type { SampleApp } from '../scenario/app-schema.ts';
import type { Scratch } from '../scenario/schema.ts';

/** The app's settings as environment variables: which modes read each, and its value from a setup. */
const variables: Record<string, { modes: readonly Mode[]; value: (app: SampleApp) => string }> = {
  RETENTION_MS: {
    modes: ['spool', 'temp', 'native', 'threads'],
    value: ({ retention }) => (retention === null ? 'never' : String(retention)),
  },
  DATASET_BYTES: { modes: ['read', 'mmap'], value: ({ dataset }) => String(dataset) },
  STAGES: { modes: ['temp'], value: ({ stages }) => String(stages) },
  STACK_BYTES: { modes: ['threads'], value: ({ stack }) => String(stack) },
  SUBSCRIBERS: { modes: ['sockets'], value: ({ subscribers }) => String(subscribers) },
  LOG_TO: { modes: ['log'], value: ({ logTo }) => logTo },
};

/** The sample app's settings as environment variables; the same on every platform. */
export function appEnvironment(app: SampleApp, scratch: Scratch): Record<string, string> {
  const read = Object.entries(variables).filter(([, { modes }]) => modes.includes(app.mode));
  return {
    MODE: app.mode,
    ...Object.fromEntries(read.map(([name, { value }]) => [name, value(app)])),
    ...(app.cleanAtStart ? { CLEAN_AT_START: 'yes' } : {}),
    ...(scratch.medium in folders ? { SCRATCH_DIR: folders[scratch.medium] as string } : {}),
  };
}

/** Folders of files that are on none of the pod's volumes. */
const folders: Partial<Record<Scratch['medium'], string>> = {
  shm: '/dev/shm',
  'container-fs': '/tmp',
};

/**
 * Node's arguments for the app. Its heap may grow to the container's whole limit, as in many real deployments: V8
 * must not give up before the kernel does.
 */
export function nodeArguments(memory: number): string[] {
  return [`--max-old-space-size=${Math.ceil(memory / 2 ** 20)}`];
}
