import type { HostFacts } from '../../../recording/types.ts';
import { Failure } from '../../../errors.ts';
import type { Ledger } from '../../../ledger/ledger.ts';
import { measureDisk, mountOf, parseMounts } from '../disk.ts';
import { readHostFacts } from '../host-facts.ts';
import { memoryHierarchy, refuseSwapThatCountsNot } from '../memory-hierarchy.ts';
import { findParent } from '../parent.ts';
import { execPrograms, refuseUnfitHost } from '../requirements.ts';
import { readFileSync } from 'node:fs';

/** Where on this host a command can run, found out before anything is made. */
export interface ExecPlace {
  cgroupVersion: 1 | 2;
  /** Folder below which its cgroup is made. */
  parent: string;
  /** All but those of a disk, which are measured. */
  facts: HostFacts;
}

/** What stays free for everyone else on the host. */
const reserveBytes = 256 * 2 ** 20;

/** Throws a Failure of kind `missing` where this host lacks what it takes. */
export function findPlace(limitBytes: number): ExecPlace {
  refuseUnfitHost(execPrograms);
  const hierarchy = memoryHierarchy();
  const parent = findParent(hierarchy);
  const facts = readHostFacts(hierarchy, parent, null);
  refuseSwapThatCountsNot(hierarchy, parent, facts);
  const freeBytes = facts.availableBytes - reserveBytes;
  if (limitBytes > freeBytes) {
    throw new Failure(
      'missing',
      `This host has too little free memory to fill a limit of ${mebibytes(limitBytes)}.`,
      { hint: `Up to ${mebibytes(Math.max(0, freeBytes))} can be had now with --memory.` },
    );
  }
  return { cgroupVersion: hierarchy.version, parent, facts };
}

/** The disk below a folder. Writes there for 50 ms or so on an SSD. */
export function readDiskFacts(directory: string, ledger: Ledger): NonNullable<HostFacts['disk']> {
  const mount = mountOf(directory, parseMounts(readFileSync('/proc/self/mountinfo', 'utf8')));
  return {
    directory,
    fileSystem: mount?.fileSystem ?? 'unknown',
    device: mount?.device ?? 'unknown',
    writeBytesPerSecond: measureDisk(directory, ledger),
  };
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}
