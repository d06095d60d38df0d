import { monotonicMs } from '../../process/clock.ts';
import { tryProgram } from '../../process/run-program.ts';
import { keptLines, lastLines } from '../last-lines.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { firstMs } from './backoff.ts';

/** The daemon stamps a line when it has read it, but before it reports an end; its next life comes later than this. */
const graceMs = firstMs / 2;

/** A container's last lines of output since a moment of the monotonic clock, or of a life that ended at `endedMs`. */
export async function lastLinesOf(
  container: string,
  sinceMs: number,
  endedMs: number | null = null,
): Promise<string[]> {
  const until = endedMs === null ? [] : ['--until', wallClock(endedMs + graceMs)];
  const between = ['--since', wallClock(sinceMs), ...until];
  const argv = ['logs', '--tail', String(keptLines), ...between, container];
  const ran = await tryProgram([docker, ...argv], { timeoutMs: 5000 });
  return ran.exitCode === 0 ? lastLines(ran) : [];
}

/** As seconds since 1970, which `docker logs` takes. */
function wallClock(atMs: number): string {
  return ((Date.now() - (monotonicMs() - atMs)) / 1000).toFixed(3);
}
