import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { isForWriting } from './open-files.ts';
import { attempt } from '../kernel/procfs.ts';

interface FileId {
  dev: number;
  ino: number;
}

/**
 * Tells whether a file below one of `points` is open for writing to a process that is none of `pids`: a log, or
 * another program's data, which changes while the command runs and is none of its work. Looks at the first question.
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
      // By name first: to ask a network file system for a file's number may take for ever.
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
