import type { Host } from '../host.ts';
import { cgroupPlatform } from '../platforms/cgroup/platform.ts';
import { dockerPlatform } from '../platforms/docker/platform.ts';
import type { Platform } from '../platforms/platform.ts';
import { scriptedPlatform } from '../platforms/scripted/platform.ts';
import type { Programs } from '../programs.ts';
import type { RunOptions } from './run.ts';

/** The platform that `--on` names. `auto` is the cgroups of this host. */
export function choosePlatform(
  host: Host,
  { on, scratchDir, quiet }: RunOptions,
  { workFolder, programs }: { workFolder: string; programs: () => Promise<Programs> },
): Platform {
  if (on === 'scripted') return scriptedPlatform(host.env['REPRO_SCRIPT'], host.cwd);
  if (on === 'docker') {
    const say = (text: string) => void (quiet ? null : host.stderr.write(`${text}\n`));
    return dockerPlatform({ workFolder, programs, env: host.env, say });
  }
  return cgroupPlatform({ workFolder, programs, cwd: host.cwd, scratchDir });
}
