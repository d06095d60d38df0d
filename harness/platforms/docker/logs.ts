import { monotonicMs } from '../../process/clock.ts';
import { tryProgram } from '../../process/run-program.ts';
import { keptLines, lastLines } from '../last-lines.ts';
import { docker } from '../docker-daemon/daemon-env.ts';

/** A container's last lines of output since a moment of the monotonic clock. */
export async function lastLinesOf(container: string, sinceMs: number): Promise<string[]> {
  const since = ((Date.now() - (monotonicMs() - sinceMs)) / 1000).toFixed(3);
  const argv = ['logs', '--tail', String(keptLines), '--since', since, container];
  const ran = await tryProgram([docker, ...argv], { timeoutMs: 5000 });
  return ran.exitCode === 0 ? lastLines(ran) : [];
}
