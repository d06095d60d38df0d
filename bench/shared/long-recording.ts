import { RecordingFile } from '../../harness/recording/write.ts';
import { columns, schemaVersion, type Recorder, type SampleRow } from '../../harness/recording/types.ts';
import { columnsOf } from '../../harness/recording/sample-columns.ts';
import { loadSuite } from '../../harness/scenario/load-suite.ts';
import type { Arm } from '../../harness/scenario/types.ts';

const mebibyte = 2 ** 20;
const lives = 10;
const rowsInLine = 5;
/** Where a clock stands that has run for a day: its figures are as long as real ones. */
const startMs = 86_400_000;

/** Writes a recording of two arms of `upload-spool` with so many samples in all, a millisecond apart. */
export function writeLongRecording(folder: string, samples: number): void {
  const file = new RecordingFile(folder);
  const { record } = file;
  const [scenario] = loadSuite(['upload-spool'], process.cwd());
  if (!scenario) throw new Error('there is no scenario upload-spool');
  const { name, title, story, arms } = scenario;
  const about = { version: '0.1.0', startedAt: new Date().toISOString(), atMs: startMs, checks: [], columns };
  record({ kind: 'run', schemaVersion, platform: 'cgroup', load: 'builtin', seed: 1, host: null, ...about });
  record({ kind: 'scenario', name, title, story, file: scenario.file });
  const wanted = arms.filter((arm) => arm.name === 'baseline' || arm.name === 'headroom');
  for (const { id, name: armName, title: armTitle, setup } of wanted) {
    const expect = { outcome: armName === 'baseline' ? ('oom-killed' as const) : ('survived' as const) };
    record({ kind: 'arm', arm: id, scenario: name, name: armName, title: armTitle, setup, expect });
  }
  for (const arm of wanted) writeArm(record, arm, Math.round(samples / wanted.length));
  record({ kind: 'run-ended', atMs: startMs + samples, interrupted: null, failure: null, exitCode: null });
  file.close();
}

function writeArm(record: Recorder, { id: arm, name, setup }: Arm, samples: number): void {
  const isKilled = name === 'baseline';
  const lifeMs = Math.ceil(samples / (isKilled ? lives : 1));
  let rows: SampleRow[] = [];
  for (let ms = 0; ms < samples; ms++) {
    const atMs = startMs + ms;
    const [life, inLife] = [Math.floor(ms / lifeMs) + 1, ms % lifeMs];
    if (inLife === 0) {
      record({
        kind: 'life-started',
        arm,
        life,
        atMs,
        pid: 1000 + life,
        cgroup: `/sys/fs/cgroup/x/life-${life}`,
      });
      record({ kind: 'life-ready', arm, life, atMs });
      if (life === 1) record({ kind: 'arm-started', arm, atMs });
    }
    const share = isKilled ? inLife / lifeMs : Math.min(1, ms / 3000) * 0.7;
    rows.push(rowOf(atMs, setup.memory, share, isKilled ? life - 1 : 0));
    if (rows.length === rowsInLine || inLife === lifeMs - 1) {
      record({ kind: 'samples', arm, level: 'pod', columns: columnsOf(rows) });
      rows = [];
    }
    if (ms % 100 === 0) {
      const counts = { scheduled: 20, started: 20, ok: 20, diskFull: 0, failed: 0, refused: 0, dropped: 0 };
      record({ kind: 'heap', arm, atMs, heapUsed: 7 * mebibyte + (ms % 1000) * 256, external: null });
      record({ kind: 'node', arm, atMs, memAvailable: 20_000 * mebibyte });
      record({ kind: 'load', arm, binMs: 100, bins: [{ fromMs: ms, ...counts }] });
    }
    if (isKilled && inLife === lifeMs - 1) writeKill(record, arm, life, atMs, setup.memory);
  }
  const atMs = startMs + samples;
  record({ kind: 'load-ended', arm, atMs, unfinished: 0, latencyMs: null });
  const cost = { ticks: samples, missedTicks: 0, longestGapMs: 1.2, cpuMs: samples * 0.02, wallMs: samples };
  record({ kind: 'sampler', arm, intervalMs: 1, ...cost });
  record({ kind: 'arm-ended', arm, atMs, reason: 'load-done' });
}

/** Files fill the given share of what the app's own memory leaves; a ripple makes neighbours differ. */
function rowOf(atMs: number, limitBytes: number, share: number, oomKills: number): SampleRow {
  const own = 25 * mebibyte;
  const ripple = (atMs % 17) * 4096;
  const shmem = Math.floor(((limitBytes - own - mebibyte) * share) / 4096) * 4096 + ripple;
  const usage = own + shmem + mebibyte / 2;
  return [
    atMs + 0.125,
    usage,
    own,
    shmem,
    shmem,
    0,
    0,
    0,
    0,
    0,
    null,
    null,
    null,
    null,
    0,
    mebibyte / 2,
    0,
    oomKills,
  ];
}

function writeKill(record: Recorder, arm: string, life: number, atMs: number, limitBytes: number): void {
  record({
    kind: 'life-ended',
    arm,
    life,
    atMs,
    exitCode: null,
    signal: 'SIGKILL',
    reason: null,
    stopped: false,
    oomKills: 1,
    oomKillsFrom: 'memory.oom_control: oom_kill',
    pod: { usage: limitBytes, shmem: limitBytes },
    scratch: null,
    lastLines: [],
  });
}
