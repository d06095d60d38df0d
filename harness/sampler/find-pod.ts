import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

/**
 * Whether a cgroup is that of a pod, or below it, by the pod's UID. Its name depends on driver and quality of
 * service: `kubelet-kubepods-burstable-podUID.slice` with underscores for dashes (systemd), `podUID` (cgroupfs).
 */
export function isOfPod(uid: string): (path: string) => boolean {
  const names = [`pod${uid}`, `pod${uid.replaceAll('-', '_')}`];
  return (path) => names.some((name) => path.includes(name));
}

/** The cgroup of a pod, by the pod's UID, anywhere below `root`; null where it is not there (yet). */
export function findPod(root: string, uid: string): string | null {
  const isPod = isOfPod(uid);
  return search(root);

  function search(folder: string): string | null {
    for (const entry of foldersIn(folder)) {
      const path = join(folder, entry);
      if (isPod(entry)) return path;
      const below = search(path);
      if (below !== null) return below;
    }
    return null;
  }
}

/** None where the cgroup went meanwhile, or may not be looked into. */
function foldersIn(folder: string): string[] {
  const look = () => readdirSync(folder, { withFileTypes: true });
  const entries = tolerate(['ENOENT', 'ENODEV', 'EACCES'], look, []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
