import { dirname, join } from 'node:path';
import type { Arm } from '../../scenario/types.ts';
import { onMemory, shmBytes } from '../../scenario/media.ts';
import type { CgroupRun } from './run.ts';
import { wholeDisk } from './slow-disk.ts';
import type { ScratchSettings, SlowedDisk } from './supervisor/settings.ts';

/** An arm's name as a single path component. */
export function nameOf({ id }: Arm): string {
  return id.replace('/', '.');
}

/** An arm's volume. A container's writable layer is a folder on a disk here. */
export function scratchOf(run: CgroupRun, arm: Arm): ScratchSettings {
  const { memory, scratch } = arm.setup;
  const seen = scratch.at === undefined ? {} : { alsoAt: scratch.at };
  const isMemory = onMemory(scratch.medium);
  const directory = join((isMemory ? null : run.diskFolder) ?? run.workFolder, nameOf(arm));
  const bytesPerSecond = scratch.writeSpeed;
  if (!isMemory && bytesPerSecond === null) return { medium: 'disk', directory, ...seen };
  if (bytesPerSecond !== null) {
    const slowed = slowedDisk(run, arm, directory, bytesPerSecond);
    return { medium: 'disk', directory, ...seen, slowed };
  }
  if (scratch.medium === 'shm')
    return { medium: 'memory', directory, sizeBytes: shmBytes, alsoAt: '/dev/shm' };
  // The size that a kubelet gives a memory-backed emptyDir: KEP-1967, calculateEmptyDirMemorySize.
  return { medium: 'memory', directory, sizeBytes: Math.min(memory, scratch.sizeLimit ?? Infinity), ...seen };
}

function slowedDisk(run: CgroupRun, arm: Arm, directory: string, bytesPerSecond: number): SlowedDisk {
  if (run.cgroupVersion === 1) return { by: 'loop', bytesPerSecond, image: `${directory}.image` };
  const device = wholeDisk(dirname(directory));
  if (device === null) throw new Error(`${directory} is on no disk`); // such arms are skipped
  return { by: 'io.max', bytesPerSecond, device, podCgroup: join(run.runCgroup, nameOf(arm)) };
}

/** Where the app sees it. */
export function placeOf(scratch: ScratchSettings): string {
  return scratch.alsoAt ?? scratch.directory;
}
