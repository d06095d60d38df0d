import type { Mode } from '../scenario/modes.ts';
import type { Setup } from '../scenario/schema.ts';

type AppSetup = Setup['app'];

/** The app's settings by environment variable: which modes read it, and how a setup says it. */
const variables: Record<string, { modes: readonly Mode[]; value: (app: AppSetup) => string }> = {
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

/** What a setup says to the app, as environment variables; the same on every platform. */
export function appEnvironment({ app, scratch }: Setup): Record<string, string> {
  const read = Object.entries(variables).filter(([, { modes }]) => modes.includes(app.mode));
  return {
    MODE: app.mode,
    ...Object.fromEntries(read.map(([name, { value }]) => [name, value(app)])),
    ...(app.cleanAtStart ? { CLEAN_AT_START: 'yes' } : {}),
    ...(scratch.medium in folders ? { SCRATCH_DIR: folders[scratch.medium] as string } : {}),
  };
}

/** Where files are that are on no volume of the pod's. */
const folders: Partial<Record<Setup['scratch']['medium'], string>> = {
  shm: '/dev/shm',
  'container-fs': '/tmp',
};

/**
 * The arguments of Node for the app. Its heap may grow to the limit of the whole container, as in many a real
 * deployment: V8 must not give up before the kernel does.
 */
export function nodeArguments({ memory }: Setup): string[] {
  return [`--max-old-space-size=${Math.ceil(memory / 2 ** 20)}`];
}
