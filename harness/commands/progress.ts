import { monotonicMs } from '../clock.ts';
import type { Host } from '../host.ts';
import type { HostFacts, LifeEndedLine, RecordingLine } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';
import { mebibytes, seconds } from '../verdict/words.ts';
import { version } from '../version.ts';

const heartbeatMs = 10_000;

export interface Progress {
  say: (text: string) => void;
  arm: (arm: Arm, what: string) => void;
  /** Tells what a line of the recording means, where it means something to a person. */
  see: (line: RecordingLine) => void;
  stop: () => void;
}

/** Progress on stderr: a line a step, and a sign of life every 10 s. */
export function startProgress(host: Host, quiet: boolean): Progress {
  const startedMs = monotonicMs();
  const running = new Set<string>();
  const say = (text: string) => {
    if (!quiet) host.stderr.write(`${text}\n`);
  };
  const step = (arm: string, what: string) =>
    say(`  ${seconds(monotonicMs() - startedMs).padStart(7)}  ${arm}: ${what}`);
  const heartbeat = setInterval(() => step([...running].join(', ') || 'waiting', 'going on'), heartbeatMs);
  return {
    say,
    arm: (arm, what) => step(arm.id, what),
    see: (line) => {
      if (line.kind === 'arm-started') running.add(line.arm);
      if (line.kind === 'arm-ended') running.delete(line.arm);
      if (line.kind === 'life-ended' && !line.stopped) step(line.arm, endWords(line));
      if (line.kind === 'arm-ended')
        step(line.arm, line.reason === 'shown' ? 'has shown it' : line.reason.replace('-', ' '));
    },
    stop: () => clearInterval(heartbeat),
  };
}

function endWords({ life, oomKills, signal, exitCode, pod }: LifeEndedLine): string {
  const how =
    oomKills > 0 ? 'OOM-killed' : signal === null ? `ended with exit code ${exitCode}` : `ended by ${signal}`;
  return `life ${life} ${how}; the pod still holds ${mebibytes(pod.usage)}`;
}

/** Where the arms run, in one line. */
export function hostLine(platform: string, facts: HostFacts | null, arms: number, jobs: number): string {
  const count = `${arms} ${arms === 1 ? 'arm' : 'arms'}, ${jobs === 1 ? 'one after the other' : `${jobs} side by side`}`;
  const about = facts === null ? '' : ` (${factWords(facts)})`;
  return `not-a-leak ${version} on ${platform}${about}: ${count}`;
}

function factWords({ cgroupVersion, kernel, swapBytes, disk }: HostFacts): string {
  const size = swapBytes === null ? 'an unknown size' : mebibytes(swapBytes);
  const swap = swapBytes === 0 ? 'no swap' : `${size} of swap, forbidden to the arms`;
  const speed =
    disk &&
    `disk ${disk.fileSystem} at ${disk.directory}, ${Math.round(disk.writeBytesPerSecond / 1e6)} MB/s`;
  return [`cgroup v${cgroupVersion}`, `kernel ${kernel}`, swap, speed].filter(Boolean).join(', ');
}
