import type { Child } from '../../process/child.ts';
import { Deferred } from '../../process/deferred.ts';
import type { Failure } from '../../errors.ts';
import type { Recorder } from '../../recording/types.ts';
import type { SamplerSettings } from '../../sampler/settings.ts';
import { startThread } from '../../process/thread.ts';
import { startSampler } from '../../platforms/sampling.ts';

const samplingIntervalMs = 1;

const notHeard = () => undefined;

/** The harness's side of the sampler. */
export interface CommandSampler {
  /** Resolves with its first samples; rejects if it ends before, or if `made` rejects. */
  sampling: Promise<Child>;
  /** For the caller to settle: the cgroup exists, or never will. */
  made: Deferred;
  /** Sends its lines to `record`; calls `lost` if it breaks down. */
  listen: (record: Recorder, lost: (failure: Failure) => void) => void;
}

/**
 * Starts the sampler before the command's cgroup exists, to hide its start-up time. It is a thread of this
 * otherwise idle process: a second Node process would start beside the supervisor's and slow both down.
 */
export function startCommandSampler(
  program: string,
  command: Pick<SamplerSettings, 'arm' | 'pod' | 'cgroupVersion' | 'limitBytes'>,
): CommandSampler {
  const made = new Deferred();
  let hear: Recorder = notHeard;
  let onLost: (failure: Failure) => void = notHeard;
  const sampling = startSampler(
    [program],
    { ...command, intervalMs: samplingIntervalMs, remote: true },
    (line) => hear(line),
    { notBefore: made.promise, lost: (failure) => onLost(failure), start: startThread },
  );
  sampling.catch(() => undefined); // reported to whoever awaits it later
  return {
    sampling,
    made,
    listen: (record, lost) => {
      hear = record;
      onLost = lost;
    },
  };
}
