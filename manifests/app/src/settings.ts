export const modes = ['spool', 'read', 'leak'] as const;
export type Mode = (typeof modes)[number];

export interface Settings {
  mode: Mode;
  host: string;
  port: number;
  /** Where `spool` stores uploads and `read` keeps its files. */
  scratchDir: string;
  /** How long `spool` keeps an upload; null keeps it for ever. */
  retentionMs: number | null;
  /** How many bytes of files `read` serves. */
  datasetBytes: number;
}

/** Reads the settings from environment variables; throws an Error that names the variable that is wrong. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const mode = modes.find((name) => name === (env['MODE'] ?? 'spool'));
  if (!mode) throw new Error(`MODE must be one of ${modes.join(', ')}, not "${env['MODE']}"`);
  return {
    mode,
    host: env['HOST'] ?? '127.0.0.1',
    port: wholeNumber(env, 'PORT', 8080),
    scratchDir: env['SCRATCH_DIR'] ?? '/scratch',
    retentionMs: env['RETENTION_MS'] === 'never' ? null : wholeNumber(env, 'RETENTION_MS', 60_000),
    datasetBytes: wholeNumber(env, 'DATASET_BYTES', 256 * 1024 * 1024),
  };
}

function wholeNumber(env: Record<string, string | undefined>, name: string, fallback: number): number {
  const text = env[name] ?? String(fallback);
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}"`);
  return Number(text);
}
