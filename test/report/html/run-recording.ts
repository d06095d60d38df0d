import type { ArmRecording, Recording } from '../../../harness/recording/recording.ts';
import { columns, schemaVersion, type Sample } from '../../../harness/recording/types.ts';
import { armRecording, heapFigure, sample } from '../../recording.ts';
import { appSetup, wholeSetup } from '../../setup.ts';

export const MiB = 2 ** 20;

/** Of a run: `arms` of a scenario named `x`, whole unless told otherwise. */
export function runRecording(arms: ArmRecording[], change: Partial<Recording> = {}): Recording {
  return {
    run: {
      kind: 'run',
      schemaVersion,
      version: '0.0.0',
      startedAt: '2024-01-01T00:00:00.000Z',
      atMs: 0,
      platform: 'cgroup',
      load: 'builtin',
      seed: 1,
      host: null,
      checks: [],
      columns,
    },
    scenarios: [
      { kind: 'scenario', name: 'x', title: 'Uploads', story: 'A story.', file: 'x/scenario.yaml' },
    ],
    arms,
    putAside: [],
    fixes: [],
    exec: null,
    target: null,
    ended: { kind: 'run-ended', atMs: 6000, interrupted: null, failure: null, exitCode: null },
    unreadable: [],
    hostOom: null,
    against: null,
    ...change,
  };
}

/** An arm that is killed at 2 s, again at 2.6 s, and whose tmpfs grows until then: as in the real thing. */
export function killedArm(change: Partial<ArmRecording['arm']> = {}): ArmRecording {
  const limit = 128 * MiB;
  const kills = [2000, 2600];
  const pod = series(0, 3000, (ms) => {
    const dead = kills.filter((killMs) => ms > killMs).length;
    const shmem = Math.min(100, (ms / 2000) * 100) * MiB;
    const anon = dead === 0 ? 25 * MiB : 5 * MiB;
    return { usage: shmem + anon + MiB, anon, file: shmem, shmem, kernel: MiB, oomKills: dead };
  });
  return armWith(change, limit, pod, kills);
}

/** An arm that lives on a disk: dirty pages to the limit, then clean ones. */
export function livingArm(change: Partial<ArmRecording['arm']> = {}): ArmRecording {
  const pod = series(0, 5500, (ms) => {
    const file = Math.min(200, (ms / 2000) * 200) * MiB;
    const dirty = ms < 2000 ? file : 20 * MiB;
    return {
      usage: file + 26 * MiB,
      anon: 25 * MiB,
      file,
      dirty,
      writeback: 2 * MiB,
      kernel: MiB,
      limitEvents: ms,
    };
  });
  return armWith({ name: 'pvc', title: 'the files on a disk (PVC)', ...change }, 240 * MiB, pod, []);
}

function series(fromMs: number, toMs: number, at: (ms: number) => Partial<Sample>): Sample[] {
  return Array.from({ length: (toMs - fromMs) / 5 }, (_, index) =>
    sample(fromMs + index * 5, at(fromMs + index * 5)),
  );
}

function armWith(
  change: Partial<ArmRecording['arm']>,
  memory: number,
  pod: Sample[],
  kills: number[],
): ArmRecording {
  const { arm, ...nothing } = armRecording();
  const setup = wholeSetup({ memory, app: appSetup({ retention: 3000 }) });
  const line = { ...arm, setup, ...change };
  const id = `x/${line.name}`;
  const endMs = pod.at(-1)?.atMs ?? 0;
  const ends = kills.length === 0 ? [endMs] : kills;
  return {
    ...nothing,
    arm: { ...line, arm: id },
    ended: { kind: 'arm-ended', arm: id, atMs: endMs, reason: 'load-done' },
    pod,
    sampler: {
      kind: 'sampler',
      arm: id,
      intervalMs: 1,
      ticks: endMs,
      missedTicks: 0,
      longestGapMs: 20,
      cpuMs: endMs / 50,
      wallMs: endMs,
    },
    heap: Array.from({ length: 50 }, (_, index) => heapFigure(index * 40, 7 * MiB)),
    bins: Array.from({ length: Math.floor(endMs / 100) }, (_, index) => ({
      fromMs: index * 100,
      scheduled: 20,
      started: 20,
      ok: index % 7 === 0 ? 19 : 20,
      diskFull: 0,
      failed: 0,
      refused: 0,
      dropped: 0,
    })),
    lives: ends.map((atMs, index) => ({
      life: index + 1,
      started: {
        kind: 'life-started',
        arm: id,
        life: index + 1,
        atMs: ends[index - 1] ?? 0,
        pid: 1,
        cgroup: '/',
      },
      ready: { kind: 'life-ready', arm: id, life: index + 1, atMs: ends[index - 1] ?? 0 },
      ended: {
        kind: 'life-ended',
        arm: id,
        life: index + 1,
        atMs,
        exitCode: null,
        signal: 'SIGKILL',
        reason: null,
        stopped: kills.length === 0,
        oomKills: kills.length === 0 ? 0 : 1,
        oomKillsFrom: 'memory.oom_control: oom_kill',
        pod: { usage: 100 * MiB, shmem: 100 * MiB },
        scratch: { files: 400, bytes: 100 * MiB, fileSystem: 'tmpfs' },
        lastLines: [],
      },
    })),
  };
}
