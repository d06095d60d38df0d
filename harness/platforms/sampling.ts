import { asTeller, startChild, type Child } from '../process/child.ts';
import { monotonicMs } from '../process/clock.ts';
import { Deferred } from '../process/deferred.ts';
import { within } from '../process/within.ts';
import { Failure } from '../errors.ts';
import { bootId } from '../kernel/procfs.ts';
import type { Recorder, RecordingLine } from '../recording/types.ts';
import type { ClockNotice, SamplerSettings } from '../sampler/settings.ts';

const clockRounds = 5;
/** A sampler starts within a second; on a busy host or across a network it takes a few. */
const startMs = 30_000;

type Start = (argv: [string, ...string[]], onLine: (line: string) => void) => Child;

interface SamplerOptions {
  /** With `remote`: do not start sampling before this. */
  notBefore?: Promise<unknown>;
  /** Called if it breaks down later, by a signal or in mid-line. */
  lost?: (failure: Failure) => void;
  /** Starts `argv`, if not as a process of its own. */
  start?: Start;
  /** How long it may take to answer, or to send its first samples. */
  patienceMs?: number;
}

/**
 * Starts a sampler: `argv` runs its program here, or elsewhere with stdin and stdout forwarded. Resolves with the
 * first samples, or once it waits for a pod still to come. Rejects with a Failure if it ends before that or stays
 * silent.
 */
export async function startSampler(
  argv: [string, ...string[]],
  settings: SamplerSettings,
  record: Recorder,
  { notBefore = Promise.resolve(), lost, start = startChild, patienceMs = startMs }: SamplerOptions = {},
): Promise<Child> {
  const first = new Deferred();
  let onClock: ((notice: ClockNotice) => void) | null = null;
  let offsetMs = 0;
  const sampler = asTeller(
    (onLine) => start([...argv, JSON.stringify(settings)], onLine),
    (line: RecordingLine | ClockNotice) => {
      if (line.kind === 'clock') return onClock?.(line);
      first.resolve();
      record(byOurClock(line, offsetMs));
    },
  );
  let stopping = false;
  const stop: Child['stop'] = (graceMs) => {
    stopping = true;
    return sampler.stop(graceMs);
  };
  sampler.ended
    .then(({ exitCode, signal, stderr }) => {
      const failure = new Failure('infrastructure', `The sampler ended (${signal ?? exitCode}).`, {
        hint: stderr,
      });
      first.reject(failure);
      return !stopping && exitCode !== 0 ? lost?.(failure) : undefined;
    })
    .catch(first.reject);
  try {
    if (settings.remote) {
      const ask = () => {
        const answer = new Promise<ClockNotice>((resolve) => void (onClock = resolve));
        sampler.say('clock');
        return inTime(Promise.race([answer, first.promise.then(() => null)]), patienceMs);
      };
      offsetMs = await clockOffsetMs(ask);
      await notBefore;
      sampler.say('start');
    }
    if (typeof settings.pod === 'string' && !settings.follows) await inTime(first.promise, patienceMs);
    else first.promise.catch(() => undefined); // whoever waits for samples notices
  } catch (error) {
    await stop(0);
    throw error;
  }
  return { ...sampler, stop };
}

const late: unique symbol = Symbol('late');

/** Rejects with a Failure if the sampler does not keep a promise in time. */
async function inTime<T>(promise: Promise<T>, patienceMs: number): Promise<T> {
  const kept = await within(patienceMs, promise, late);
  if (kept !== late) return kept;
  throw new Failure('infrastructure', `The sampler did not answer within ${patienceMs / 1000} s.`);
}

/** How far another kernel's clock is ahead of ours, by the fastest of a few round trips; 0 for our own kernel. */
async function clockOffsetMs(ask: () => Promise<ClockNotice | null>): Promise<number> {
  let best = { tripMs: Infinity, offsetMs: 0 };
  for (let round = 0; round < clockRounds; round++) {
    const sentMs = monotonicMs();
    const answer = await ask();
    const tripMs = monotonicMs() - sentMs;
    if (answer === null || answer.bootId === bootId()) return 0;
    if (tripMs < best.tripMs) best = { tripMs, offsetMs: answer.atMs - (sentMs + tripMs / 2) };
  }
  return best.offsetMs;
}

/** Converts a line of a sampler whose clock is `offsetMs` ahead to our time. */
export function byOurClock(line: RecordingLine, offsetMs: number): RecordingLine {
  if (offsetMs === 0) return line;
  if (line.kind === 'samples') {
    const [times, ...figures] = line.columns;
    const ours = Array.isArray(times) ? times.map((atMs) => (atMs ?? 0) - offsetMs) : [];
    return { ...line, columns: [ours, ...figures] };
  }
  return 'atMs' in line ? { ...line, atMs: line.atMs - offsetMs } : line;
}
