import { docker } from '../docker-daemon/daemon-env.ts';
import { samplerInHelper } from './helper.ts';

/** Where the sampler runs: here, or in the run's helper container. */
export interface SamplerPlace {
  /** Runs the sampler, up to its settings. */
  argv: [string, ...string[]];
  /** Name of the helper container; null if it runs here. */
  helper: string | null;
}

export function samplerHere(program: string): SamplerPlace {
  return { argv: [process.execPath, program], helper: null };
}

export function samplerInside(helper: string): SamplerPlace {
  return { argv: [docker, 'exec', '--interactive', helper, 'node', samplerInHelper], helper };
}
