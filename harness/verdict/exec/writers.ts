import type { HeldFile, Named } from './held-by-findings.ts';
import type { HoldersLine, WrittenFile } from '../../recording/evidence-lines.ts';
import { hostFilesOf } from './host-files.ts';
import { mostOfAll } from '../thresholds.ts';

const kept = 5;

/**
 * The largest files that outlived the main process or were seen earlier, with their writers: whoever was seen with
 * the file open for writing or mapped; otherwise with its neighbours; otherwise the only process, or the one that
 * wrote by far the most.
 */
export function writersOf(holders: HoldersLine[], named: (pid: number) => Named): HeldFile[] {
  const alive = holders.filter(({ when }) => when === 'alive');
  const seen = alive.flatMap(({ writtenFiles }) => writtenFiles ?? []);
  return filesOf(holders, seen).map(({ path, bytes, uid }) => ({
    path,
    bytes,
    ...(ofFile(seen, path) ?? besideIt(seen, path) ?? byProcess(alive) ?? ofOwner(uid)),
  }));

  type Written = Pick<HeldFile, 'writers' | 'how'>;

  function ofFile(all: WrittenFile[], path: string): Written | null {
    const of = all.filter((file) => file.path === path);
    if (of.length === 0) return null;
    const writers = writersIn(of);
    const who = writers.length === 1 ? 'it' : 'they';
    const how = of.some((file) => file.how === 'open') ? 'open for writing' : 'mapped';
    return { writers, how: `${who} had the file ${how}` };
  }

  function besideIt(all: WrittenFile[], path: string): Written | null {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const beside = all.filter((file) => file.path.startsWith(folder));
    if (beside.length === 0) return null;
    const writers = writersIn(beside);
    const who = writers.length === 1 ? 'it was' : 'they were';
    return { writers, how: `${who} seen writing other files beside it` };
  }

  function writersIn(files: WrittenFile[]): Named[] {
    return [...new Set(files.flatMap(({ pids }) => pids))].map(named);
  }

  function byProcess(lines: HoldersLine[]): Written | null {
    const written = new Map<number, number>();
    for (const { processes } of lines)
      for (const { pid, writtenBytes } of processes)
        written.set(pid, Math.max(written.get(pid) ?? 0, writtenBytes ?? 0));
    const [most] = [...written].toSorted(([, a], [, b]) => b - a);
    if (most === undefined) return null;
    if (written.size === 1) return { writers: [named(most[0])], how: 'no other process was seen' };
    const sum = [...written.values()].reduce((total, bytes) => total + bytes, 0);
    if (most[1] === 0 || most[1] < sum * mostOfAll) return null;
    return {
      writers: [named(most[0])],
      how: 'with its ended children it wrote by far the most of all files, by /proc/PID/io',
    };
  }
}

function ofOwner(uid: number | undefined): Pick<HeldFile, 'writers' | 'how'> {
  const owner = uid === undefined ? '' : `; the file is owned by uid ${uid}`;
  return { writers: [], how: `no process was seen writing it${owner}` };
}

/**
 * From the walk after the end or just before it, otherwise those seen open. From the host's own mounts only those
 * needed to account for the charge: others write there too.
 */
function filesOf(
  holders: HoldersLine[],
  seen: WrittenFile[],
): { path: string; bytes: number; uid?: number }[] {
  const start = holders.find(({ when }) => when === 'start');
  const hosts = (start?.mounts ?? []).filter(({ own }) => own === false).map(({ point }) => point);
  const needed = hostFilesOf({ holders })?.mounts.map(({ point }) => point) ?? [];
  const counted = holders.findLast(({ mounts }) => mounts.some(({ files }) => files !== null));
  const walked = (counted?.mounts ?? [])
    .filter(({ point }) => !hosts.includes(point) || needed.includes(point))
    .flatMap(({ files }) => files?.largest ?? []);
  const open = [...new Map(seen.map((file) => [file.path, file])).values()];
  return (walked.length > 0 ? walked : open)
    .filter(({ bytes }) => bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, kept);
}
