import type { Caller } from '../process/caller.ts';
import { platformNames, type PlatformName } from './platform-names.ts';
import { cgroupPlatform } from '../platforms/cgroup/platform.ts';
import { dockerPlatform } from '../platforms/docker/platform.ts';
import { kindPlatform } from '../platforms/kind/platform.ts';
import type { Platform } from '../platforms/platform.ts';
import { scriptedPlatform } from '../platforms/scripted/platform.ts';
import { formOf } from '../scenario/app-schema.ts';
import type { Arm } from '../scenario/types.ts';
import type { RunOptions } from './options.ts';

/**
 * The platform that `--on` names, or the first that can run these apps and has all it needs; says why those before
 * it were passed over.
 */
export async function choosePlatform(
  caller: Caller,
  options: RunOptions,
  arms: Arm[],
  say: (text: string) => void,
): Promise<Platform> {
  const { on = 'auto' } = options;
  if (on !== 'auto') return makePlatform(on, caller, options);
  const all = platformNames.map((name) => makePlatform(name, caller, options));
  const fit = all.filter(({ forms }) => arms.every(({ setup }) => forms.includes(formOf(setup.app))));
  const candidates = fit.length > 0 ? fit : all;
  for (const platform of candidates) {
    const { name } = platform;
    if (platform === candidates.at(-1)) return platform;
    const missing = (await platform.check()).filter(({ state }) => state === 'missing');
    if (missing.length === 0) return platform;
    say(`  ${name} passed over: ${missing.map(({ found }) => found).join(' ')}`);
  }
  throw new Error('there is no platform to take');
}

/** The adapter of a platform; it has not inspected or made anything yet. */
export function makePlatform(
  name: PlatformName,
  caller: Caller,
  options: Pick<RunOptions, 'scratchDir' | 'image' | 'cluster'>,
): Platform {
  const { env, cwd } = caller;
  if (name === 'scripted') return scriptedPlatform(env['REPRO_SCRIPT'], cwd);
  if (name === 'cgroup') return cgroupPlatform({ cwd, env, scratchDir: options.scratchDir });
  if (name === 'docker') return dockerPlatform({ env });
  const { image, cluster } = options;
  const [sampleFrom, reach] = [env['REPRO_SAMPLE_FROM'], env['REPRO_REACH']];
  return kindPlatform({ env, image, cluster, sampleFrom, reach });
}
