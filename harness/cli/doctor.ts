import { checkK6 } from '../load/k6/find.ts';
import { exitCodes } from '../errors.ts';
import type { Host } from '../process/host.ts';
import type { Check } from '../recording/types.ts';
import { version } from '../package/version.ts';
import { makePlatform } from '../run/choose-platform.ts';
import { platformNames, type PlatformName } from '../run/platform-names.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import { renderDiagnoses } from './doctor/render.ts';
import { rights, type Right } from './doctor/rights.ts';

export interface DoctorOptions {
  on?: 'auto' | PlatformName;
  image?: string;
  scratchDir?: string;
  json?: boolean;
  color?: ColorChoice;
}

export interface Diagnosis {
  platform: string;
  /** Whether a run can start there. */
  able: boolean;
  checks: Check[];
  /** What its steps take, whoever asks. */
  rights: Right[];
}

/**
 * Says what this host can do, per platform, and which rights a run takes there; touches nothing. The exit code is 0 where the platform that
 * `--on` names, or else any of them, has all it takes.
 */
export async function doctor(host: Host, options: DoctorOptions): Promise<number> {
  const { on = 'auto' } = options;
  const names = on === 'auto' ? platformNames : [on];
  const diagnoses = await Promise.all(names.map((name) => diagnose(name, host, options)));
  const load = [await checkK6(host.env)];
  if (options.json)
    host.stdout.write(`${JSON.stringify({ version, platforms: diagnoses, load }, null, 2)}\n`);
  else {
    const colors = colorsFor(options.color ?? 'auto', host, host.stdout);
    host.stdout.write(renderDiagnoses(diagnoses, load, colors));
  }
  return diagnoses.some(({ able }) => able) ? exitCodes.met : exitCodes.missing;
}

async function diagnose(name: PlatformName, host: Host, options: DoctorOptions): Promise<Diagnosis> {
  const checks = await makePlatform(name, host, options).check();
  return {
    platform: name,
    able: checks.every(({ state }) => state !== 'missing'),
    checks,
    rights: rights[name],
  };
}
