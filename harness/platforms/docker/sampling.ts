import { startChild, type Child } from '../../children.ts';
import { Deferred } from '../../deferred.ts';
import { Failure } from '../../errors.ts';
import type { Recorder, RecordingLine } from '../../recording/types.ts';
import type { ContainerNotice } from '../../sampler/notices.ts';
import type { SamplerSettings } from '../../sampler/settings.ts';
import { docker } from './daemon.ts';
import { samplerInHelper } from './helper.ts';

/** Where the sampler runs: here, or in the helper container of this name. */
export type SamplerPlace = { program: string } | { helper: string };

/**
 * Starts a sampler; resolves once it runs: with its first samples, or where it follows a cgroup that is not
 * there yet, after its first turn.
 */
export async function startSampling(
  place: SamplerPlace,
  settings: SamplerSettings,
  record: Recorder,
  notice: (line: ContainerNotice) => void,
): Promise<Child> {
  const first = new Deferred();
  const sampler = startChild(argvOf(place, settings), (text) => {
    const line = JSON.parse(text) as RecordingLine | ContainerNotice;
    if (line.kind === 'container') notice(line);
    else record(line);
    first.resolve();
  });
  sampler.ended
    .then(({ exitCode, signal, stderr }) =>
      first.reject(
        new Failure('infrastructure', `The sampler ended (${signal ?? exitCode}).`, { hint: stderr }),
      ),
    )
    .catch(first.reject);
  if (!settings.follows) await first.promise;
  return sampler;
}

function argvOf(place: SamplerPlace, settings: SamplerSettings): [string, ...string[]] {
  const told = JSON.stringify(settings);
  if ('program' in place) return [process.execPath, place.program, told];
  return [docker, 'exec', '--interactive', place.helper, 'node', samplerInHelper, told];
}
