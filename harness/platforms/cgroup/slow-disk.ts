import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throttleFile } from '../../kernel/remove-mounts.ts';
import { findSystemProgram, packagesOf } from '../../process/system-programs.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { isUnderSystemd } from '../../kernel/under-systemd.ts';

const slowLoopPrograms = ['losetup', 'mkfs.ext4'] as const;

/**
 * How a disk is slowed for one pod alone.
 *
 * v2: `io.max` of the pod's cgroup. Writeback is charged to the cgroup that dirtied the pages, so it holds for
 * buffered writes too (cgroup-v2.rst, "Writeback").
 *
 * v1: all writeback comes from the kernel's flusher, in the root cgroup: a pod's own limit has no effect, and
 * limiting the root on the host's disk would slow everyone. So the pod gets its own loop device over a file, and
 * the root's limit applies to that device, which nobody else writes to.
 */
export function slowDiskProblem(
  hierarchy: MemoryHierarchy,
  parent: string,
  directory: string,
): string | null {
  return hierarchy.version === 2 ? ioMaxProblem(hierarchy, parent, directory) : slowLoopProblem();
}

function slowLoopProblem(): string | null {
  if (!existsSync(throttleFile)) return `the kernel has no ${throttleFile}`;
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices here (no /dev/loop-control)';
  const missing = slowLoopPrograms.filter((program) => findSystemProgram(program) === null);
  if (missing.length === 0) return null;
  return `${missing.join(', ')} can't be found: install ${packagesOf(missing)}`;
}

function ioMaxProblem({ mountPoint }: MemoryHierarchy, parent: string, directory: string): string | null {
  // systemd delegates every available controller to a scope.
  const file = isUnderSystemd(2)
    ? join(mountPoint, 'cgroup.controllers')
    : join(parent, 'cgroup.subtree_control');
  if (!readFileSync(file, 'utf8').split(/\s+/).includes('io')) return `there is no io controller in ${file}`;
  return wholeDisk(directory) === null ? `${directory} is on no block device of its own` : null;
}

/** Delegates the io controller if this cgroup has it. */
export function openIo(folder: string): void {
  const controllers = readFileSync(join(folder, 'cgroup.controllers'), 'utf8').split(/\s+/);
  if (controllers.includes('io')) writeFileSync(join(folder, 'cgroup.subtree_control'), '+io');
}

/** `MAJOR:MINOR` of the whole disk under a folder, not of a partition; null if there is none. */
export function wholeDisk(directory: string): string | null {
  const { dev } = statSync(directory);
  // dev_t as laid out in user space: makedev(3).
  const major = ((dev >>> 8) & 0xfff) | (Math.floor(dev / 2 ** 32) & ~0xfff);
  const minor = (dev & 0xff) | ((dev >>> 12) & 0xfff00);
  const device = `/sys/dev/block/${major}:${minor}`;
  if (!existsSync(device)) return null;
  const real = realpathSync(device);
  const whole = existsSync(join(real, 'partition')) ? join(real, '..') : real;
  return readFileSync(join(whole, 'dev'), 'utf8').trim();
}
