/**
 * The sampler: a separate program, bundled to one file, that runs wherever Node runs, or as a thread. It writes
 * lines of the recording to stdout until stdin ends, SIGTERM arrives, or the cgroup is gone. It sleeps in
 * Atomics.wait, since a turn of the event loop costs twice as much processor time. The event loop runs about every
 * 100 ms, for signals and output, and at once for news of containers.
 */
import { setImmediate } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { monotonicMs } from '../process/clock.ts';
import type { ContainerLine, LimitsLine, NodeLine, SamplerLine, SamplesLine } from '../recording/types.ts';
import { columnsOf } from '../recording/sample-columns.ts';
import { goFirst } from '../process/priority.ts';
import { endProcess } from '../process/end-process.ts';
import { stepDown } from '../process/step-down.ts';
import { layouts } from '../kernel/cgroup-layouts.ts';
import { FollowingSampler } from './following-sampler.ts';
import { NodeMemory } from './node-memory.ts';
import { ownCpuMs } from './own-cpu.ts';
import { paceOf } from './pace.ts';
import { PodSampler } from './pod-sampler.ts';
import { answerClock } from './answer-clock.ts';
import type { ClockNotice, SamplerSettings } from './settings.ts';
import { Timetable } from './timetable.ts';
import { waitForPod } from './wait-for-pod.ts';

const burstMs = 100;

goFirst(-15);
if (isMainThread) stepDown(process.env); // it only reads; a thread can't have its own user
const settings = JSON.parse(process.argv[2] ?? '') as SamplerSettings;
const { arm, intervalMs } = settings;

let stopping = false;
const stop = () => void (stopping = true);
process.on('SIGTERM', stop).on('SIGINT', stop);
process.stdin.on('error', stop);
process.stdout.on('error', stop); // the harness is gone
if (settings.remote) await answerClock(process.stdin, write);
if (process.stdin.readableEnded) stop();
process.stdin.on('end', stop).resume();
const pod = await waitForPod(settings.pod, () => stopping);
const pace = paceOf(intervalMs);
const layout = layouts[settings.cgroupVersion];
const Sampler = settings.follows ? FollowingSampler : PodSampler;
const sampler = pod === null ? null : new Sampler(pod, layout, settings.limitBytes, pace);

const node = new NodeMemory();

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const startedMs = monotonicMs();
const cpuBeforeMs = ownCpuMs();
const timetable = new Timetable(startedMs, intervalMs);
let alive = sampler !== null;

if (alive) alive = tick();
flush(); // whoever waits for the first samples gets them at once
while (alive && !stopping) {
  const burstEndMs = monotonicMs() + burstMs;
  while (alive && !sampler?.hasNews && monotonicMs() < burstEndMs) alive = tick();
  flush();
  await setImmediate();
}
if (alive) sampler?.tick(monotonicMs(), true);
flush();
write({
  kind: 'sampler',
  arm,
  intervalMs,
  pace,
  ticks: timetable.ticks,
  missedTicks: timetable.missedTicks,
  longestGapMs: timetable.longestGapMs,
  cpuMs: ownCpuMs() - cpuBeforeMs,
  wallMs: monotonicMs() - startedMs,
});
node.close();
await endProcess();

function tick(): boolean {
  const waitMs = timetable.dueMs - monotonicMs();
  if (waitMs > 0) Atomics.wait(sleeper, 0, 0, waitMs);
  const nowMs = monotonicMs();
  timetable.look(nowMs);
  if (!sampler?.tick(nowMs)) return false;
  timetable.next(nowMs, sampler.waitMs);
  return true;
}

function flush(): void {
  const atMs = monotonicMs();
  const memAvailable = node.read(atMs);
  write(
    ...(sampler?.takeNotices() ?? []).map((notice) => ({ kind: 'container' as const, arm, ...notice })),
    ...(sampler?.takeLimits() ?? []).map((notice) => ({ kind: 'limits' as const, arm, ...notice })),
    ...[...(sampler?.takeRows() ?? [])].map(([level, rows]) => ({
      kind: 'samples' as const,
      arm,
      level,
      columns: columnsOf(rows),
    })),
    ...(memAvailable === null ? [] : [{ kind: 'node' as const, arm, atMs, memAvailable }]),
  );
}

/** Synchronously: a thread's stdout would wait for a turn of the event loop. */
function write(
  ...lines: (SamplesLine | SamplerLine | ContainerLine | LimitsLine | NodeLine | ClockNotice)[]
): void {
  if (lines.length > 0) process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
