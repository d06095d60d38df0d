import { asTeller, startChild, type Child } from '../process/child.ts';
import { monotonicMs } from '../process/clock.ts';
import { Deferred } from '../process/deferred.ts';
import { within } from '../process/within.ts';
import { Failure } from '../errors.ts';
import { bootId } from '../kernel/procfs.ts';
import type { Recorder, RecordingLine } from '../recording/types.ts';
import type { ClockNotice, SamplerSettings } from '../sampler/settings.ts';

const clockRounds = 5;
/** A sampler starts within a second, on a host that is busy or behind a network within some. */
const startMs = 30_000;

type Start = (argv: [string, ...string[]], onLine: (line: string) => void) => Child;

interface SamplerOptions {
  /** With `remote`: sampling starts no sooner than this. */
  notBefore?: Promise<unknown>;
  /** Called where it breaks down after its start, by a signal or in the middle of a line. */
  lost?: (failure: Failure) => void;
  /** What `argv` is started by, other than as a process of its own. */
  start?: Start;
  /** How long it may take to answer, or to bring its first samples. */
  patienceMs?: number;
}

/**
 * Starts a sampler: `argv` runs the sampler program, here or elsewhere with its stdin and stdout passed on.
 * Resolves with its first samples, or as soon as it looks for a pod that is yet to come. Rejects with a Failure
 * where it ends before, or says nothing.
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
    else first.promise.catch(() => undefined); // whoever waits for samples is told by their absence
  } catch (error) {
    await stop(0);
    throw error;
  }
  return { ...sampler, stop };
}

const late: unique symbol = Symbol('late');

/** Rejects with a Failure where a promise of the sampler's is not kept in time. */
async function inTime<T>(promise: Promise<T>, patienceMs: number): Promise<T> {
  const kept = await within(patienceMs, promise, late);
  if (kept !== late) return kept;
  throw new Failure('infrastructure', `The sampler did not answer within ${patienceMs / 1000} s.`);
}

/** How far another kernel's clock is ahead of ours, from the quickest of a few rounds; 0 for this kernel's own. */
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

/** A line of a sampler whose clock is ahead of ours by `offsetMs`, in our time. */
export function byOurClock(line: RecordingLine, offsetMs: number): RecordingLine {
  if (offsetMs === 0) return line;
  if (line.kind === 'samples') {
    const [times, ...figures] = line.columns;
    const ours = Array.isArray(times) ? times.map((atMs) => (atMs ?? 0) - offsetMs) : [];
    return { ...line, columns: [ours, ...figures] };
  }
  return 'atMs' in line ? { ...line, atMs: line.atMs - offsetMs } : line;
}
