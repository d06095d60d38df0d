import type { HeldBy, Named } from './held-by-findings.ts';
import type { HoldersLine } from '../../recording/evidence-lines.ts';
import type { ExecRecording } from '../../recording/recording.ts';
import { mebibytes } from '../../text/words.ts';
import type { KernelTask } from '../../kernel/oom-report-tasks.ts';
import { firstKillMs } from './first-kill.ts';
import type { Kills } from './kills.ts';
import { writersOf } from './writers.ts';

const kept = 5;
/** Deleted files to sum up: a program may keep each of its buffers in one. */
const keptDeleted = 1000;

/** From what was seen until the kill, or until the end without a kill. */
export function heldByOf(recording: ExecRecording, kills: Kills): HeldBy {
  const { holders } = recording;
  const alive = holders.filter(({ when }) => when === 'alive');
  const killMs = firstKillMs(recording);
  const nameOf = namesIn(alive, kills);
  const named = (pid: number): Named => ({ pid, name: nameOf(pid) });
  return {
    ...processesOf(alive, kills, killMs),
    killed: kills.reports.map(({ victim }) => victim),
    files: writersOf(holders, named),
    deletedFiles: deletedOf(alive, named),
    segments: segmentsOf(holders, named),
  };
}

/** From the kernel's own list at the kill, or else from /proc when the most was held. */
function processesOf(
  alive: HoldersLine[],
  { decisive }: Kills,
  killMs: number,
): Pick<HeldBy, 'processes' | 'processesFrom'> {
  if (decisive && decisive.tasks.length > 0)
    return {
      processes: most(decisive.tasks.map(withoutThread)),
      processesFrom: "the kernel's list at the kill (/dev/kmsg)",
    };
  const before = alive.filter(({ atMs, tookMs }) => atMs + tookMs <= killMs);
  const [fullest] = (before.length > 0 ? before : alive).toSorted(
    (a, b) => b.charged.usage - a.charged.usage,
  );
  if (!fullest) return { processes: [], processesFrom: null };
  return {
    processes: most(fullest.processes).map(({ pid, name, anonBytes, shmemBytes }) => ({
      pid,
      name,
      anonBytes,
      shmemBytes,
    })),
    processesFrom: `/proc, when ${mebibytes(fullest.charged.usage)} were charged`,
  };
}

function most(all: HeldBy['processes']): HeldBy['processes'] {
  const byAnon = all.toSorted((a, b) => b.anonBytes - a.anonBytes).slice(0, kept);
  const byShared = all.toSorted((a, b) => (b.shmemBytes ?? 0) - (a.shmemBytes ?? 0)).slice(0, kept);
  return [...new Set([...byAnon, ...byShared])];
}

function withoutThread({ threadPid: _threadPid, ...process }: KernelTask): HeldBy['processes'][number] {
  return process;
}

/** When they held the most: a process being killed appears without them. */
function deletedOf(alive: HoldersLine[], named: (pid: number) => Named): HeldBy['deletedFiles'] {
  const inMemory = alive.map(({ deletedFiles }) => deletedFiles.filter(({ on }) => on !== 'disk'));
  const [fullest = []] = inMemory.toSorted((a, b) => sumOf(b) - sumOf(a));
  return fullest
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, keptDeleted)
    .map(({ path, bytes, on, pid, pids }) => ({ path, bytes, on, processes: (pids ?? [pid]).map(named) }));
}

function sumOf(files: HoldersLine['deletedFiles']): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function segmentsOf(holders: HoldersLine[], named: (pid: number) => Named): HeldBy['segments'] {
  const last = holders.findLast(({ sysvSegments }) => (sysvSegments ?? []).length > 0);
  const made = new Map<number, number>();
  for (const { creatorPid, bytes } of last?.sysvSegments ?? [])
    made.set(creatorPid, (made.get(creatorPid) ?? 0) + bytes);
  return [...made]
    .map(([pid, bytes]) => ({ bytes, creator: named(pid) }))
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, kept);
}

function namesIn(alive: HoldersLine[], { reports }: Kills): (pid: number) => string {
  const all = [...alive.flatMap(({ processes }) => processes), ...reports.flatMap(({ tasks }) => tasks)];
  const names = new Map(all.map(({ pid, name }) => [pid, name]));
  return (pid) => names.get(pid) ?? '';
}
