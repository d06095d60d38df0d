import { Failure } from '../../errors.ts';
import { tryProgram } from '../../process/run-program.ts';
import { attempt } from '../../recording/checks.ts';
import type { Check } from '../../recording/types.ts';
import type { Environment } from '../../process/caller.ts';
import { k6Environment } from './command.ts';

export interface FoundK6 {
  /** The program: a name on PATH, or a path. */
  path: string;
  /** Such as `1.8.1`. */
  version: string;
}

const hint =
  'Install k6 1.0 or newer (https://grafana.com/docs/k6/latest/set-up/install-k6/), or name the program in K6_BIN; or run without it: --load builtin';

/** Asks k6 (K6_BIN, or `k6` on PATH) for its version; throws a Failure of kind `missing` if no usable one answers. */
export async function findK6(env: Environment, signal?: AbortSignal): Promise<FoundK6> {
  const path = env['K6_BIN'] || 'k6';
  const ran = await tryProgram([path, 'version'], {
    env: k6Environment(env), // k6 2 sends usage reports for every command by default
    timeoutMs: 10_000,
    ...(signal === undefined ? {} : { signal }),
  });
  if (ran.broken === 'ENOENT') throw new Failure('missing', `The program "${path}" is not there.`, { hint });
  const version = ran.exitCode === 0 ? /^\S*k6\S* v(\d\S*)/m.exec(ran.stdout)?.[1] : undefined;
  if (version === undefined) {
    const how = ran.broken ?? `exit code ${ran.exitCode}`;
    throw new Failure('missing', `"${ran.command}" does not behave like k6 (${how}).`, { hint });
  }
  if (version.startsWith('0.')) {
    throw new Failure('missing', `"${path}" is k6 ${version}; scripts in TypeScript need 1.0 or newer.`, {
      hint,
    });
  }
  return { path, version };
}

/** A row of `doctor`: without k6, runs use the built-in load. */
export async function checkK6(env: Environment): Promise<Check> {
  const check = await attempt('k6', async () => (await findK6(env)).version);
  return check.state === 'missing' ? { ...check, state: 'warn' } : check;
}
