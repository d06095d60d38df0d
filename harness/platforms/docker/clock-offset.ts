import { startChild } from '../../children.ts';
import { monotonicMs } from '../../clock.ts';
import { Deferred } from '../../deferred.ts';
import { Failure } from '../../errors.ts';
import { docker } from './daemon.ts';

const rounds = 10;

/** Answers each line with its own CLOCK_MONOTONIC in milliseconds. */
const clock = `
process.stdin.on('data', () => {
  const [seconds, nanoseconds] = process.hrtime();
  process.stdout.write(seconds * 1e3 + nanoseconds / 1e6 + '\\n');
});
`;

/**
 * What must be added to times of a container's kernel to make them times of this host, in ms: about 0 where
 * it is the same kernel, anything where the daemon runs in a virtual machine. The shortest of some round
 * trips decides, as in NTP; it is wrong by half of that at most.
 */
export async function clockOffsetMs(container: string): Promise<number> {
  let answer = new Deferred<number>();
  const argv: [string, ...string[]] = [docker, 'exec', '--interactive', container, 'node', '-e', clock];
  const child = startChild(argv, (line) => answer.resolve(Number(line)));
  child.ended.then(({ stderr }) => answer.reject(noClock(stderr))).catch(() => undefined);
  let best = { tripMs: Infinity, offsetMs: 0 };
  try {
    for (let round = 0; round < rounds; round++) {
      answer = new Deferred<number>();
      const sentMs = monotonicMs();
      child.say('now');
      const theirsMs = await answer.promise;
      const tripMs = monotonicMs() - sentMs;
      if (tripMs < best.tripMs) best = { tripMs, offsetMs: sentMs + tripMs / 2 - theirsMs };
    }
  } finally {
    await child.stop();
  }
  return best.offsetMs;
}

function noClock(stderr: string): Failure {
  return new Failure('infrastructure', 'The clock of the helper container could not be read.', {
    hint: stderr,
  });
}
