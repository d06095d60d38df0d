import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tolerate } from '../errors.ts';

/**
 * Whether a cgroup is a pod's or inside it, by the pod's UID. Its name depends on driver and QoS class:
 * `kubelet-kubepods-burstable-podUID.slice` with underscores for dashes (systemd), `podUID` (cgroupfs).
 */
export function isOfPod(uid: string): (path: string) => boolean {
  const names = [`pod${uid}`, `pod${uid.replaceAll('-', '_')}`];
  return (path) => names.some((name) => path.includes(name));
}

/** A pod's cgroup, by its UID, anywhere below `root`; null if it is not there (yet). */
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

/** Empty if the cgroup has just gone, or can't be read. */
function foldersIn(folder: string): string[] {
  const look = () => readdirSync(folder, { withFileTypes: true });
  const entries = tolerate(['ENOENT', 'ENODEV', 'EACCES'], look, []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
