import type { HostFacts } from '../../recording/types.ts';
import { Failure } from '../../errors.ts';
import type { Ledger } from '../../resources/ledger.ts';
import { mountOf, ownMounts } from '../../kernel/mounts.ts';
import { measureDisk } from '../../resources/measure-disk.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { readHostFacts } from '../../kernel/host-facts.ts';
import { memoryHierarchy, refuseUncountedSwap } from '../../platforms/cgroup/memory-hierarchy.ts';
import { findParent } from '../../platforms/cgroup/parent.ts';
import { execPrograms, refuseUnfitHost } from '../../platforms/cgroup/requirements.ts';

/** Where on this host a command can run. */
export interface ExecPlace {
  hierarchy: MemoryHierarchy;
  /** Parent of its cgroup. */
  parent: string;
}

/** Kept free for everyone else on the host. */
const reserveBytes = 256 * 2 ** 20;

/** Throws a Failure of kind `missing` if this host can't run any command. */
export function findPlace(): ExecPlace {
  refuseUnfitHost(execPrograms);
  const hierarchy = memoryHierarchy();
  return { hierarchy, parent: findParent(hierarchy) };
}

/** All facts but those of a disk; throws a Failure of kind `missing` if the limit could not be filled here. */
export function readFacts({ hierarchy, parent }: ExecPlace, limitBytes: number): HostFacts {
  const facts = readHostFacts(hierarchy, parent, null);
  refuseUncountedSwap(hierarchy, parent, facts);
  const freeBytes = facts.availableBytes - reserveBytes;
  if (limitBytes <= freeBytes) return facts;
  throw new Failure(
    'missing',
    `This host has too little free memory to fill a limit of ${mebibytes(limitBytes)}.`,
    { hint: `--memory can be at most ${mebibytes(Math.max(0, freeBytes))} now.` },
  );
}

/** Facts about the disk under a folder. Takes about 50 ms of writing on an SSD. */
export function readDiskFacts(directory: string, ledger: Ledger): NonNullable<HostFacts['disk']> {
  const mount = mountOf(directory, ownMounts());
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
