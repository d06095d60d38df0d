import { join } from 'node:path';
import { monotonicMs } from '../../process/clock.ts';
import { tryProgram } from '../../process/run-program.ts';
import type { Recorder } from '../../recording/types.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { runLabel, type PodNames } from './names.ts';

/** Records what a person would inspect by hand: Docker's view of the pod, and its cgroup files. */
export async function recordEvidence(
  arm: string,
  { app }: PodNames,
  { run, cgroup, version }: { run: string; cgroup: string | null; version: 1 | 2 },
  record: Recorder,
): Promise<void> {
  const looks: [string, [string, ...string[]]][] = [
    ['containers', [docker, 'ps', '--all', '--filter', `label=${runLabel}=${run}`]],
    ["the app's state", [docker, 'inspect', '--format', '{{.RestartCount}} restarts {{json .State}}', app]],
    ["the app's output", [docker, 'logs', '--tail', '20', app]],
    ...(cgroup === null ? [] : files(version).map((file) => [file, ['cat', join(cgroup, file)]] as never)),
  ];
  for (const [what, argv] of looks) {
    const { command, exitCode, stdout, stderr } = await tryProgram(argv, { timeoutMs: 10_000 });
    const output = [stdout, stderr].filter(Boolean).join('\n');
    record({ kind: 'evidence', arm, atMs: monotonicMs(), what, command, output, exitCode });
  }
}

function files(version: 1 | 2): string[] {
  const ofV1 = ['usage_in_bytes', 'limit_in_bytes', 'failcnt', 'oom_control', 'stat'];
  const names = version === 1 ? ofV1 : ['current', 'max', 'events', 'stat'];
  return names.map((name) => `memory.${name}`);
}
