import type { ArmRecording, Life } from '../recording/recording.ts';
import type { LifeEndedLine } from '../recording/types.ts';
import { isRequests } from '../scenario/load-schema.ts';
import type { LifeEnd, LifeFindings } from './types.ts';
import { fullLifeShare, jitterShare } from './thresholds.ts';

/** What became of each life, with times since the load began. */
export function judgeLives({ arm, lives, startedMs, bins }: ArmRecording): LifeFindings[] {
  const since = (atMs: number) => atMs - (startedMs ?? lives[0]?.ready?.atMs ?? atMs);
  const endOfLife = (index: number) => {
    const ended = lives[index]?.ended;
    return ended ? since(ended.atMs) : Infinity;
  };
  const loadMs = (of: 'ok' | 'failed', fromMs: number, toMs: number): number => {
    const { load } = arm.setup;
    if (!isRequests(load)) return of === 'ok' ? toMs - Math.max(fromMs, 0) : 0;
    const own = bins.filter((bin) => bin.fromMs > fromMs && bin.fromMs <= toMs);
    return (own.reduce((sum, bin) => sum + bin[of], 0) / load.rate) * 1000;
  };
  const readyMs = (index: number) => {
    const ready = lives[index]?.ready;
    return ready ? since(ready.atMs) : null;
  };
  return lives.map((life, index) => ({
    startedMs: since(life.started.atMs),
    readyMs: readyMs(index),
    servedMs: loadMs('ok', index === 0 ? -Infinity : endOfLife(index - 1), endOfLife(index)),
    // Told when the connections break, which may be after the end; a life that is not up yet breaks none.
    brokenOffMs: loadMs('failed', readyMs(index) ?? Infinity, readyMs(index + 1) ?? Infinity),
    endedMs: life.ended ? since(life.ended.atMs) : null,
    ended: life.ended ? endOf(life, life.ended) : null,
    exitCode: life.ended?.exitCode ?? null,
    signal: life.ended?.signal ?? null,
    reason: life.ended?.reason ?? null,
    residueBytes: life.ended?.pod.usage ?? null,
  }));
}

/** Only a kill counted by the cgroup is one: exit code 137 has many other causes. */
function endOf(life: Life, { oomKills, signal, stopped, reason }: LifeEndedLine): LifeEnd {
  if (stopped) return oomKills > 0 ? 'child-oom-killed' : 'stopped';
  if (reason === 'Evicted') return 'evicted';
  if (oomKills === 0) return signal === null ? 'exited' : 'killed';
  // Kubernetes: "container init was OOM-killed (memory limit too low?)", exit code 128.
  if (reason === 'StartError') return 'oom-killed-at-start';
  if (signal !== 'SIGKILL') return 'child-oom-killed';
  return life.ready ? 'oom-killed' : 'oom-killed-at-start';
}

export function isOomDeath({ ended }: LifeFindings): boolean {
  return ended === 'oom-killed' || ended === 'oom-killed-at-start';
}

/** A life's duration; the first one counts from the beginning of its load. */
export function lengthMs({ startedMs, endedMs }: LifeFindings): number | null {
  return endedMs === null ? null : endedMs - Math.max(startedMs, 0);
}

/**
 * Lengths of the lives ended by the kernel, in order, in terms of load: answered requests divided by the rate, in
 * ms. Not by the clock: a restarted app waits for its load (on Kubernetes for its probe and service), and then gets
 * the backlog at once.
 */
export function oomLengths(lives: LifeFindings[]): number[] {
  return lives.filter(isOomDeath).map(({ servedMs }) => servedMs);
}

/**
 * Whether the load ended before another kill could have come: the last life was killed without a successor, or took
 * less load than the first. Then one more kill can't be ruled out.
 */
export function isCutShort(lives: LifeFindings[]): boolean {
  const [first, last] = [lives[0], lives.at(-1)];
  if (!first || !last) return false;
  return isOomDeath(last) || last.servedMs < first.servedMs;
}

/** Whether no later life is as long as the first or longer than the one before. */
export function isShortening(lengths: number[]): boolean {
  const [first, ...later] = lengths;
  if (first === undefined || later.length === 0) return false;
  const jitterMs = first * jitterShare;
  return later.every((length, index) => length < first && length <= (lengths[index] as number) + jitterMs);
}

/** Whether every later life is about as long as the first, or longer. */
export function isFullLength(lengths: number[]): boolean {
  const [first, ...later] = lengths;
  return first !== undefined && later.length > 0 && later.every((length) => length >= first * fullLifeShare);
}
