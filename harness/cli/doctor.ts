import { Option, type Command } from 'commander';
import { exitCodes } from '../errors.ts';
import { version } from '../package/version.ts';
import { platformNames, type PlatformName } from '../run/platform-names.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import { orVariable, readFolder, readName } from './arguments/values.ts';
import type { Host } from './host.ts';
import { colorsFor, type ColorChoice } from './view/colors.ts';
import type { Diagnosis } from './view/diagnoses.ts';

interface DoctorFlags {
  on?: 'auto' | PlatformName;
  image?: string;
  scratchDir?: string;
  json?: boolean;
  color?: ColorChoice;
}

export function addDoctor(command: Command, host: Host, setExitCode: SetExitCode): void {
  const on = new Option('--on <platform>', 'check only this platform').choices(['auto', ...platformNames]);
  const image = new Option('--image <image>', 'node image of the kind cluster').argParser(readName);
  const scratch = new Option('--scratch-dir <dir>', 'folder on a disk, for scratch that is on disk');
  withJson(command)
    .description(
      'show what this host can run, which rights that takes, and how to fix what is missing; exits with 3 if nothing can run',
    )
    .addOption(orVariable(on, 'ON'))
    .addOption(orVariable(image, 'NODE_IMAGE'))
    .addOption(orVariable(scratch.argParser(readFolder), 'SCRATCH_DIR'))
    .action(async (flags: DoctorFlags) => setExitCode(await doctor(host, flags)));
}

/**
 * Reports what this host can do, per platform, and the rights that a run needs there; touches nothing. Exits with 0
 * if the platform `--on` names, or by default any of them, has all it needs.
 */
async function doctor(host: Host, flags: DoctorFlags): Promise<number> {
  const { on = 'auto', json, color = 'auto' } = flags;
  const [{ checkK6 }, { makePlatform }, { renderDiagnoses }] = await Promise.all([
    import('../load/k6/find.ts'),
    import('../run/choose-platform.ts'),
    import('./view/diagnoses.ts'),
  ]);
  const diagnose = async (name: PlatformName): Promise<Diagnosis> => {
    const { rights, check } = makePlatform(name, host, flags);
    const checks = await check();
    const able = checks.every(({ state }) => state !== 'missing');
    return { platform: name, able, checks, rights };
  };
  const platforms = await Promise.all((on === 'auto' ? platformNames : [on]).map(diagnose));
  const load = [await checkK6(host.env)];
  const text = () => renderDiagnoses(platforms, load, colorsFor(color, host, host.stdout));
  host.stdout.write(json ? `${JSON.stringify({ version, platforms, load }, null, 2)}\n` : text());
  return platforms.some(({ able }) => able) ? exitCodes.met : exitCodes.missing;
}
