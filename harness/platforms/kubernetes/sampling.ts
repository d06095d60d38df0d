import type { Programs } from '../../package/programs.ts';
import { cgroupsInHelper, samplerInHelper, type Helper } from './helper.ts';

/** Where the sampler runs: its command up to the settings, and the folder under which it finds pods. */
export interface SamplingPlace {
  argv: [string, ...string[]];
  below: string;
  cgroupVersion: 1 | 2;
  remote: boolean;
  /** In words, for the progress output. */
  where: string;
}

/** The sampler as a program of this host. */
export function samplingHere(below: string, programs: Programs, cgroupVersion: 1 | 2): SamplingPlace {
  const argv: [string, string] = [process.execPath, programs.sampler];
  return { argv, below, cgroupVersion, remote: false, where: `on this host, below ${below}` };
}

/** The sampler in the run's helper pod, for hosts that can't see the node's cgroups. */
export function samplingInHelper({ exec, where }: Helper, cgroupVersion: 1 | 2): SamplingPlace {
  return { argv: exec('node', samplerInHelper), below: cgroupsInHelper, cgroupVersion, remote: true, where };
}
