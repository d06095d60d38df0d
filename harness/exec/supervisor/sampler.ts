import type { Child } from '../../process/child.ts';
import { Deferred } from '../../process/deferred.ts';
import type { Failure } from '../../errors.ts';
import type { Recorder } from '../../recording/types.ts';
import type { SamplerSettings } from '../../sampler/settings.ts';
import { startThread } from '../../process/thread.ts';
import { startSampler } from '../../platforms/sampling.ts';

const samplingIntervalMs = 1;

const notHeard = () => undefined;

/** The sampler as the harness has it. */
export interface CommandSampler {
  /** Resolves with its first samples; rejects where it ended before, or `made` rejects. */
  sampling: Promise<Child>;
  /** To be settled: the cgroup is there, or never will be. */
  made: Deferred;
  /** What it samples goes to `record`; `lost` is called where it breaks down meanwhile. */
  listen: (record: Recorder, lost: (failure: Failure) => void) => void;
}

/**
 * Starts the sampler of a command, whose cgroup is still to come: so it starts up meanwhile. It is a thread of this
 * process, which has nothing to do while the command runs: a second Node would start beside the supervisor's, and both
 * the slower for it.
 */
export function startCommandSampler(
  program: string,
  command: Pick<SamplerSettings, 'arm' | 'pod' | 'cgroupVersion' | 'limitBytes'>,
): CommandSampler {
  const made = new Deferred();
  let hear: Recorder = notHeard;
  let tellLost: (failure: Failure) => void = notHeard;
  const sampling = startSampler(
    [program],
    { ...command, intervalMs: samplingIntervalMs, remote: true },
    (line) => hear(line),
    { notBefore: made.promise, lost: (failure) => tellLost(failure), start: startThread },
  );
  sampling.catch(() => undefined); // for whoever waits for it, which may be later
  return {
    sampling,
    made,
    listen: (record, lost) => {
      hear = record;
      tellLost = lost;
    },
  };
}
