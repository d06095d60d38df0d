export const modes = [
  'spool',
  'temp',
  'read',
  'mmap',
  'log',
  'leak',
  'native',
  'threads',
  'sockets',
] as const;
export type Mode = (typeof modes)[number];

export interface Settings {
  mode: Mode;
  host: string;
  port: number;
  /** Where files are: uploads, temporary files, logs, and what is served. */
  scratchDir: string;
  /** Empties the scratch directory before anything else, of what an earlier life has left there. */
  cleanAtStart: boolean;
  /** How long an upload (`spool`, `native`), a thread (`threads`) is kept; null keeps it for ever. */
  retentionMs: number | null;
  /** How many bytes `read` and `mmap` serve. */
  datasetBytes: number;
  /** How many temporary files `temp` writes for an upload. */
  stages: number;
  /** Stack of each thread of `threads`. */
  stackBytes: number;
  /** How many clients of `sockets` never read. */
  subscribers: number;
  /** Where `log` writes. */
  logTo: 'file' | 'stdout';
}

/** Reads the settings from environment variables; throws an Error that names the variable that is wrong. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  return {
    mode: oneOf(env, 'MODE', modes),
    host: env['HOST'] ?? '127.0.0.1',
    port: wholeNumber(env, 'PORT', 8080),
    scratchDir: env['SCRATCH_DIR'] ?? '/scratch',
    cleanAtStart: oneOf(env, 'CLEAN_AT_START', ['no', 'yes']) === 'yes',
    retentionMs: env['RETENTION_MS'] === 'never' ? null : timerMs(env, 'RETENTION_MS', 60_000),
    datasetBytes: wholeNumber(env, 'DATASET_BYTES', 256 * 1024 * 1024),
    stages: wholeNumber(env, 'STAGES', 1),
    stackBytes: wholeNumber(env, 'STACK_BYTES', 4 * 1024 * 1024),
    subscribers: wholeNumber(env, 'SUBSCRIBERS', 50),
    logTo: oneOf(env, 'LOG_TO', ['file', 'stdout']),
  };
}

/** One of some words; the first of them where the variable is not set. */
function oneOf<Word extends string>(
  env: Record<string, string | undefined>,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const found = words.find((word) => word === (env[name] ?? words[0]));
  if (found === undefined) throw new Error(`${name} must be one of ${words.join(', ')}, not "${env[name]}"`);
  return found;
}

/** Node takes a timer for longer than 24 days for one that is due now. */
function timerMs(env: Record<string, string | undefined>, name: string, fallback: number): number {
  const ms = wholeNumber(env, name, fallback);
  if (ms >= 2 ** 31) throw new Error(`${name} must be below ${2 ** 31}, or "never", not "${ms}"`);
  return ms;
}

function wholeNumber(env: Record<string, string | undefined>, name: string, fallback: number): number {
  const text = env[name] ?? String(fallback);
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}
