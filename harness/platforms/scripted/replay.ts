import { columnsOf } from '../../recording/sample-columns.ts';
import { columns, type LoadBin, type Recorder, type Sample } from '../../recording/types.ts';
import { isRequests } from '../../scenario/load-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { at, type Moment, type Script } from './script.ts';

const sampleEveryMs = 10;
const heapEveryMs = 100;
const binMs = 100;

/** Records all that a script says about an arm, as if its load had begun at `zeroMs`. */
export function replay(arm: Arm, script: Script, zeroMs: number, record: Recorder): void {
  const { curve, kills, killedFromOutside, samplerGapMs } = script;
  const id = arm.id;
  const fromMs = (curve[0] as Moment).atMs;
  const toMs = (curve.at(-1) as Moment).atMs;
  const moments = Array.from({ length: Math.floor((toMs - fromMs) / sampleEveryMs) + 1 }, (_, index) =>
    at(curve, fromMs + index * sampleEveryMs),
  );
  record({ kind: 'arm-started', arm: id, atMs: zeroMs });
  const counted = killedFromOutside ? [] : kills;
  const rows = moments.map((moment) =>
    rowOf(moment, zeroMs, counted.filter((ms) => ms < moment.atMs).length),
  );
  record({ kind: 'samples', arm: id, level: 'pod', columns: columnsOf(rows) });
  for (const { atMs, heapUsed } of moments.filter(
    (_, index) => index % (heapEveryMs / sampleEveryMs) === 0,
  )) {
    if (heapUsed !== null) record({ kind: 'heap', arm: id, atMs: zeroMs + atMs, heapUsed, external: null });
  }
  [...kills, null].forEach((killMs, index) => recordLife(arm, script, index, killMs, zeroMs, record));
  record({ kind: 'load', arm: id, binMs, bins: binsOf(arm, script) });
  recordShown(arm, script, zeroMs + toMs, record);
  record({ kind: 'load-ended', arm: id, atMs: zeroMs + toMs, unfinished: 0, latencyMs: null });
  const wallMs = toMs - fromMs;
  const gaps = { intervalMs: 1, ticks: wallMs, missedTicks: 0, longestGapMs: samplerGapMs };
  record({ kind: 'sampler', arm: id, ...gaps, cpuMs: 0, wallMs });
}

/** What shows that a load worked that can't be counted. */
function recordShown({ id, setup: { load } }: Arm, script: Script, atMs: number, record: Recorder): void {
  const common = { arm: id, atMs };
  const { loadExitCode: exitCode, loadLine: line, loadMetric: after } = script;
  if (line !== null) record({ kind: 'load-log', ...common, line });
  if (after !== null) record({ kind: 'load-metric', ...common, page: 'scripted', before: 0, after });
  if (!('command' in load)) return;
  const how = { exitCode, signal: null, endedBy: exitCode === null ? ('time' as const) : null };
  record({
    kind: 'load-command',
    ...common,
    ...how,
    lastLines: line === null ? [] : [line],
    log: 'scripted',
  });
}

function recordLife(
  arm: Arm,
  script: Script,
  index: number,
  endMs: number | null,
  zeroMs: number,
  record: Recorder,
): void {
  const fromMs = index === 0 ? (script.curve[0] as Moment).atMs : (script.kills[index - 1] as number);
  const common = { arm: arm.id, life: index + 1 };
  record({ kind: 'life-started', ...common, atMs: zeroMs + fromMs, pid: 0, cgroup: 'scripted' });
  record({ kind: 'life-ready', ...common, atMs: zeroMs + fromMs });
  if (endMs === null) return;
  const { shmem } = at(script.curve, endMs);
  const onTmpfs = arm.setup.scratch.medium === 'memory';
  record({
    kind: 'life-ended',
    ...common,
    atMs: zeroMs + endMs,
    exitCode: null,
    signal: 'SIGKILL',
    reason: null,
    stopped: false,
    oomKills: script.killedFromOutside ? 0 : 1,
    oomKillsFrom: 'scripted',
    pod: { usage: shmem, shmem },
    scratch: { files: onTmpfs ? 1 : 0, bytes: onTmpfs ? shmem : 0, fileSystem: onTmpfs ? 'tmpfs' : 'disk' },
    lastLines: [],
  });
}

function rowOf(moment: Moment, zeroMs: number, oomKills: number): (number | null)[] {
  const { atMs, anon, shmem, cleanCache, dirty, limitEvents } = moment;
  const file = shmem + cleanCache + dirty;
  const figures = { atMs: zeroMs + atMs, usage: anon + file, anon, file, shmem, dirty };
  const known: Partial<Sample> = { ...figures, limitEvents, oomKills };
  const none: Partial<Sample> = { writeback: 0, unevictable: 0, inactiveFile: cleanCache };
  return columns.map((name) => ({ ...none, ...known })[name] ?? null);
}

function binsOf({ setup: { load } }: Arm, { answered, curve }: Script): LoadBin[] {
  if (!isRequests(load)) return [];
  const perBin = (load.rate * binMs) / 1000;
  const untilMs = Math.min(load.for, (curve.at(-1) as Moment).atMs);
  const none = { diskFull: 0, failed: 0, refused: 0, dropped: 0 };
  return Array.from({ length: Math.ceil(untilMs / binMs) }, (_, index) => {
    return { fromMs: index * binMs, scheduled: perBin, started: perBin, ok: perBin * answered, ...none };
  });
}
