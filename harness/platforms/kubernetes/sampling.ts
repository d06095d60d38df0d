import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Programs } from '../../package/programs.ts';
import { findMemoryHierarchy } from '../../kernel/hierarchy.ts';
import { runDocker, type Daemon } from '../docker-daemon/daemon.ts';
import { cgroupsInHelper, samplerInHelper, type Helper } from './helper.ts';

/** Where the sampler runs: the whole command up to its settings, and below which folder it finds pods. */
export interface SamplingPlace {
  argv: [string, ...string[]];
  below: string;
  cgroupVersion: 1 | 2;
  remote: boolean;
  /** In words, for the person who reads the progress. */
  where: string;
}

/**
 * The node's own cgroup folder as this host sees it; null where the node runs on another kernel, or this
 * user may not look: Docker Desktop, a remote daemon, rootless.
 */
export async function nodeCgroup(node: string, daemon: Daemon): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const mountinfo = readFileSync('/proc/self/mountinfo', 'utf8');
  const hierarchy = findMemoryHierarchy(mountinfo, readFileSync('/proc/self/cgroup', 'utf8'));
  if (!hierarchy || hierarchy.version !== daemon.cgroupVersion) return null;
  const id = (await runDocker(['inspect', '--format', '{{.Id}}', node])).trim();
  const places = [`docker/${id}`, `system.slice/docker-${id}.scope`].map((path) =>
    join(hierarchy.mountPoint, path),
  );
  return places.find((path) => existsSync(path)) ?? findFolder(hierarchy.mountPoint, id, 4);
}

function findFolder(folder: string, part: string, depth: number): string | null {
  if (depth === 0) return null;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    const found = entry.name.includes(part) ? path : findFolder(path, part, depth - 1);
    if (found) return found;
  }
  return null;
}

/** The sampler as a program of this host. */
export function samplingHere(below: string, programs: Programs, cgroupVersion: 1 | 2): SamplingPlace {
  const argv: [string, string] = [process.execPath, programs.sampler];
  return { argv, below, cgroupVersion, remote: false, where: `on this host, below ${below}` };
}

/** The sampler in the run's helper pod: the way where this host can't see the node's cgroups. */
export function samplingInHelper({ exec, where }: Helper, cgroupVersion: 1 | 2): SamplingPlace {
  return { argv: exec('node', samplerInHelper), below: cgroupsInHelper, cgroupVersion, remote: true, where };
}
