import { findCgroup } from '../../kernel/find-cgroup.ts';
import { ownHierarchy } from '../../kernel/hierarchy.ts';
import { runDocker, type Daemon } from '../docker-daemon/daemon.ts';

/**
 * The node's own cgroup folder as this host sees it; null where the node runs on another kernel, or this
 * user may not look: Docker Desktop, a remote daemon, rootless.
 */
export async function nodeCgroup(node: string, { cgroupVersion }: Daemon): Promise<string | null> {
  const hierarchy = ownHierarchy();
  if (hierarchy?.version !== cgroupVersion) return null;
  const id = (await runDocker(['inspect', '--format', '{{.Id}}', node])).trim();
  return findCgroup(hierarchy.mountPoint, id);
}
