import { sep } from 'node:path';
import { readProc } from './procfs.ts';

/** A mounted file system, from /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export interface Mount {
  /** The mounted folder of the file system: `/`, or another, as in a container. */
  root: string;
  point: string;
  fileSystem: string;
  device: string;
  readOnly: boolean;
  /** Options of the file system as a whole; for a cgroup v1 hierarchy they include its controllers. */
  options: string[];
}

/** Mounts as this process sees them; empty without /proc. */
export function ownMounts(): Mount[] {
  return parseMounts(readProc('/proc/self/mountinfo') ?? '');
}

export function parseMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const [, , , root, point, options] = before?.split(' ') ?? [];
    const [fileSystem, device, superOptions] = after?.split(' ') ?? [];
    if (root === undefined || point === undefined || fileSystem === undefined || device === undefined)
      return [];
    const readOnly = options?.split(',').includes('ro') ?? false;
    const ofAll = superOptions?.split(',') ?? [];
    return [{ root, point: unescapeOctal(point), fileSystem, device, readOnly, options: ofAll }];
  });
}

/** The mount that a path is on: the last of those with the longest mount point above it. */
export function mountOf(path: string, mounts: Mount[]): Mount | undefined {
  return mounts
    .filter(({ point }) => path === point || path.startsWith(point.endsWith(sep) ? point : point + sep))
    .reduce<Mount | undefined>(
      (best, mount) => (mount.point.length >= (best?.point.length ?? 0) ? mount : best),
      undefined,
    );
}

/** The kernel's mount tables write blanks and the like as `\040`. */
export function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_match, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
