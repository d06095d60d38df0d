import type { HostFacts, LifeEndedLine, LoadCommandLine, RecordingLine } from '../../recording/types.ts';
import { grouped, mebibytes, percent } from '../../text/words.ts';
import { version } from '../../package/version.ts';
import type { RunOptions } from '../../run/options.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import { withoutEffect } from '../arguments/without-effect.ts';

/** What a line of the recording means to people; null if it is just a figure. */
export function stepWords(line: RecordingLine): string | null {
  if (line.kind === 'arm')
    return line.retriedFor === undefined ? null : `once more, alone: ${line.retriedFor}`;
  if (line.kind === 'life-ended') return line.stopped ? null : endWords(line);
  if (line.kind === 'load-command') return loadEndWords(line);
  if (line.kind !== 'arm-ended') return null;
  return line.reason === 'shown' ? 'has shown enough' : line.reason.replace('-', ' ');
}

/** The extra lines of `-v`. */
export function detailWords(line: RecordingLine): string | null {
  switch (line.kind) {
    case 'life-started':
      return `life ${line.life} begins, pid ${line.pid} in ${line.cgroup}`;
    case 'life-ready':
      return `life ${line.life} takes requests`;
    case 'container':
      return `container ${line.level}: ${line.state}, ${line.oomKills} kills counted in it`;
    case 'evidence':
      return `ran: ${line.command}`;
    case 'load-ended':
      return line.latencyMs === null
        ? 'the load is over; no answer was timed'
        : `the load is over; answers took ${line.latencyMs.p50.toFixed(1)} ms (median), ${line.latencyMs.p99.toFixed(1)} ms (p99)`;
    case 'sampler':
      return `sampled ${grouped(line.ticks)} times, ${grouped(line.missedTicks)} missed, longest gap ${line.longestGapMs.toFixed(1)} ms, ${percent(line.cpuMs / line.wallMs)} of a processor`;
    default:
      return null;
  }
}

function loadEndWords({ exitCode, signal, endedBy }: LoadCommandLine): string | null {
  if (endedBy === 'arm') return null;
  if (endedBy === 'time') return 'the time of the load is up, and its command was ended';
  return `the load's command ended with ${signal === null ? `exit code ${exitCode}` : signal}`;
}

function endWords({ life, oomKills, signal, exitCode, pod }: LifeEndedLine): string {
  const how =
    oomKills > 0 ? 'OOM-killed' : signal === null ? `ended with exit code ${exitCode}` : `ended by ${signal}`;
  return `life ${life} ${how}; the pod still holds ${mebibytes(pod.usage)}`;
}

/** What will run, before the first arm does. */
export function planLines(
  { platform, facts, arms, skipped, jobs, stretch }: RunPlan,
  options: RunOptions,
  loadNotes: string[],
): string[] {
  const slower = `all ${stretch} times slower than written: fewer requests, kept longer, over a longer time`;
  return [
    hostLine(platform.name, facts, arms.length, jobs),
    ...(stretch === 1 ? [] : [slower]),
    ...withoutEffect(platform.name, options),
    ...loadNotes,
    ...[...skipped].map(([id, reason]) => `${id}: skipped: ${reason}`),
  ];
}

/** Where the arms run, in one line. */
function hostLine(platform: string, facts: HostFacts | null, arms: number, jobs: number): string {
  const count = `${arms} ${arms === 1 ? 'arm' : 'arms'}, ${jobs === 1 ? 'one after the other' : `${jobs} side by side`}`;
  const about = facts === null ? '' : ` (${factWords(facts)})`;
  return `not-a-leak ${version} on ${platform}${about}: ${count}`;
}

function factWords({ cgroupVersion, kernel, swapBytes, disk }: HostFacts): string {
  const swap =
    swapBytes === null
      ? null
      : swapBytes === 0
        ? 'no swap'
        : `${mebibytes(swapBytes)} of swap, forbidden to the arms`;
  const speed =
    disk &&
    `disk ${disk.fileSystem} at ${disk.directory}, ${Math.round(disk.writeBytesPerSecond / 1e6)} MB/s`;
  return [`cgroup v${cgroupVersion}`, `kernel ${kernel}`, swap, speed].filter(Boolean).join(', ');
}
