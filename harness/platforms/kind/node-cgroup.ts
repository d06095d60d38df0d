import { findCgroup } from '../../kernel/find-cgroup.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { runDocker, type Daemon } from '../docker-daemon/daemon.ts';

/**
 * The node's own cgroup folder as this host sees it; null if the node has another kernel or this user can't look:
 * Docker Desktop, a remote daemon, rootless.
 */
export async function nodeCgroup(node: string, { cgroupVersion }: Daemon): Promise<string | null> {
  const hierarchy = ownHierarchy();
  if (hierarchy?.version !== cgroupVersion) return null;
  const id = (await runDocker(['inspect', '--format', '{{.Id}}', node])).trim();
  return findCgroup(hierarchy.mountPoint, id);
}
