import { monotonicMs } from '../../process/clock.ts';
import { tryProgram } from '../../process/run-program.ts';
import { docker } from '../docker-daemon/daemon.ts';

const keptLines = 20;
const keptLineLength = 500;

/** A container's last lines of output since a moment of the monotonic clock. */
export async function lastLinesOf(container: string, sinceMs: number): Promise<string[]> {
  const since = ((Date.now() - (monotonicMs() - sinceMs)) / 1000).toFixed(3);
  const argv = ['logs', '--tail', String(keptLines), '--since', since, container];
  const { stdout, stderr, exitCode } = await tryProgram([docker, ...argv], { timeoutMs: 5000 });
  if (exitCode !== 0) return [];
  const lines = [stdout, stderr].flatMap((text) => text.split('\n').filter(Boolean));
  return lines.slice(-keptLines).map((line) => line.slice(0, keptLineLength));
}
