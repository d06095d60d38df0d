import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { isForWriting } from './open-files.ts';
import { attempt } from '../kernel/procfs.ts';

interface FileId {
  dev: number;
  ino: number;
}

/**
 * Tells whether a file below one of `points` is open for writing in a process outside `pids`: a log, or another
 * program's data, that changes while the command runs but is not its work. Looks on first use.
 */
export function othersFiles(pids: number[], points: string[]): (file: FileId) => boolean {
  let found: Set<string> | null = null;
  return (file) => {
    found ??= writtenByOthers(new Set(pids.map(String)), points);
    return found.has(idOf(file));
  };
}

function writtenByOthers(own: ReadonlySet<string>, points: string[]): Set<string> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !own.has(name));
  const files = pids.flatMap((pid) =>
    (attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []).flatMap((descriptor) => {
      const path = `/proc/${pid}/fd/${descriptor}`;
      // Name first: stat on a network file system may hang.
      const target = attempt(() => readlinkSync(path)) ?? '';
      if (!points.some((point) => target.startsWith(`${point}/`))) return [];
      const flags = attempt(() => readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'latin1')) ?? '';
      const stats = isForWriting(flags) ? attempt(() => statSync(path)) : null;
      return stats ? [idOf(stats)] : [];
    }),
  );
  return new Set(files);
}

function idOf({ dev, ino }: FileId): string {
  return `${dev}:${ino}`;
}
