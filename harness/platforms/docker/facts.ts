import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../../errors.ts';
import type { HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { findDisk, measureDisk } from '../cgroup/disk.ts';
import { readHostFacts } from '../cgroup/host-facts.ts';
import { needsDisk } from '../cgroup/platform.ts';
import type { Daemon } from './daemon.ts';
import type { Place } from './place.ts';

/** The facts of the daemon's host: from its own files where it is this host, else what the daemon says. */
export function readFacts(daemon: Daemon, { hierarchy, sharesParent }: Place, arms: Arm[]): HostFacts {
  const residueCounts = sharesParent;
  if (hierarchy !== null) {
    const disk = arms.some(needsDisk) ? diskOf(daemon) : null;
    return { ...readHostFacts(hierarchy, hierarchy.mountPoint, disk), residueCounts };
  }
  return {
    kernel: daemon.kernel,
    cgroupVersion: daemon.cgroupVersion,
    lruGen: null,
    swapBytes: null,
    processors: daemon.processors,
    memoryBytes: daemon.memoryBytes,
    availableBytes: daemon.memoryBytes,
    node: process.version,
    damon: null,
    disk: null,
    residueCounts,
  };
}

/** The disk below the daemon's volumes; null where this user may not write there. */
function diskOf({ rootDir }: Daemon): HostFacts['disk'] {
  const directory = join(rootDir, 'volumes');
  try {
    accessSync(directory, constants.W_OK);
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return null;
  }
  const { mount } = findDisk(directory, directory);
  const writeBytesPerSecond = measureDisk(directory);
  return { directory, fileSystem: mount.fileSystem, device: mount.device, writeBytesPerSecond };
}
