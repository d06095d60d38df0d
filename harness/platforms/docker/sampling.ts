import { startChild, type Child } from '../../children.ts';
import { Deferred } from '../../deferred.ts';
import { Failure } from '../../errors.ts';
import type { Recorder, RecordingLine } from '../../recording/types.ts';
import type { ContainerNotice } from '../../sampler/notices.ts';
import type { SamplerSettings } from '../../sampler/settings.ts';
import { docker } from './daemon.ts';
import { samplerInHelper } from './helper.ts';

/** Where the sampler runs: here, or in a helper container, whose clock is so far behind this host's. */
export type SamplerPlace = { program: string } | { helper: string; clockOffsetMs: number };

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
  const offsetMs = 'helper' in place ? place.clockOffsetMs : 0;
  const sampler = startChild(argvOf(place, settings), (text) => {
    const line = shifted(JSON.parse(text) as RecordingLine | ContainerNotice, offsetMs);
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

/** A line of the sampler with its times on this host's clock. */
export function shifted<Line extends RecordingLine | ContainerNotice>(line: Line, offsetMs: number): Line {
  if (offsetMs === 0) return line;
  if (line.kind === 'container') return { ...line, atMs: line.atMs + offsetMs };
  if (line.kind !== 'samples') return line; // it has no times
  return { ...line, rows: line.rows.map(([atMs, ...rest]) => [(atMs ?? 0) + offsetMs, ...rest]) };
}
