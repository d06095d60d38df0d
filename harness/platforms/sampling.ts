import { readFileSync } from 'node:fs';
import { startChild, type Child } from '../children.ts';
import { monotonicMs } from '../clock.ts';
import { Deferred } from '../deferred.ts';
import { Failure, systemCode } from '../errors.ts';
import type { Recorder, RecordingLine } from '../recording/types.ts';
import type { ClockNotice, SamplerSettings } from '../sampler/settings.ts';

const clockRounds = 5;

/**
 * Starts a sampler: `argv` runs the sampler program, here or elsewhere with its stdin and stdout passed on.
 * Resolves with its first samples, or as soon as it looks for a pod that is yet to come.
 */
export async function startSampler(
  argv: [string, ...string[]],
  settings: SamplerSettings,
  record: Recorder,
  /** With `remote`: sampling starts no sooner than this. */
  notBefore: Promise<unknown> = Promise.resolve(),
): Promise<Child> {
  const first = new Deferred();
  let onClock: ((notice: ClockNotice) => void) | null = null;
  let offsetMs = 0;
  const sampler = startChild([...argv, JSON.stringify(settings)], (text) => {
    const line = JSON.parse(text) as RecordingLine | ClockNotice;
    if (line.kind === 'clock') return onClock?.(line);
    first.resolve();
    record(byOurClock(line, offsetMs));
  });
  sampler.ended
    .then(({ exitCode, signal, stderr }) =>
      first.reject(
        new Failure('infrastructure', `The sampler ended (${signal ?? exitCode}).`, { hint: stderr }),
      ),
    )
    .catch(first.reject);
  if (settings.remote) {
    const ask = () => {
      const answer = new Promise<ClockNotice>((resolve) => void (onClock = resolve));
      sampler.say('clock');
      return Promise.race([answer, first.promise.then(() => null)]);
    };
    offsetMs = await clockOffsetMs(ask);
    await notBefore.catch(async (error: unknown) => {
      await sampler.stop();
      throw error;
    });
    sampler.say('start');
  }
  if (typeof settings.pod === 'string' && !settings.follows) await first.promise;
  else first.promise.catch(() => undefined); // whoever waits for samples is told by their absence
  return sampler;
}

/** How far another kernel's clock is ahead of ours, from the quickest of a few rounds; 0 for this kernel's own. */
async function clockOffsetMs(ask: () => Promise<ClockNotice | null>): Promise<number> {
  let best = { tripMs: Infinity, offsetMs: 0 };
  for (let round = 0; round < clockRounds; round++) {
    const sentMs = monotonicMs();
    const answer = await ask();
    const tripMs = monotonicMs() - sentMs;
    if (answer === null || answer.bootId === ownBootId()) return 0;
    if (tripMs < best.tripMs) best = { tripMs, offsetMs: answer.atMs - (sentMs + tripMs / 2) };
  }
  return best.offsetMs;
}

/** A line of a sampler whose clock is ahead of ours by `offsetMs`, in our time. */
export function byOurClock(line: RecordingLine, offsetMs: number): RecordingLine {
  if (offsetMs === 0) return line;
  if (line.kind === 'samples') {
    return { ...line, rows: line.rows.map(([atMs, ...row]) => [(atMs ?? 0) - offsetMs, ...row]) };
  }
  return 'atMs' in line ? { ...line, atMs: line.atMs - offsetMs } : line;
}

/** Null where there is no Linux kernel below. */
function ownBootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
