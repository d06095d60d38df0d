import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Programs } from '../../programs.ts';
import type { Check, HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { onMemory } from '../../scenario/media.ts';
import { whyNotHere } from '../why-not.ts';
import { openIo, whyNoSlowDisk } from './slow-disk.ts';
import { attempt } from '../../checks.ts';
import { Failure } from '../../errors.ts';
import type { Platform, PreparedPlatform } from '../platform.ts';
import { jobsFor, refuseTooLarge } from '../capacity.ts';
import { findDisk, measureDisk } from './disk.ts';
import type { MemoryHierarchy } from './hierarchy.ts';
import { readHostFacts } from './host-facts.ts';
import { memoryHierarchy, refuseSwapThatCountsNot } from './memory-hierarchy.ts';
import { findParent } from './parent.ts';
import { makePod } from './pod.ts';
import { refuseUnfitHost } from './requirements.ts';
import { cgroupVersions } from './supervisor/cgroups.ts';

export interface CgroupOptions {
  /** Folder of the run, for mount points and programs; removed by the caller. */
  workFolder: string;
  ledger: Ledger;
  programs: () => Promise<Programs>;
  cwd: string;
  /** Where the user wants disk scratch to be. */
  scratchDir: string | undefined;
}

/** Plain memory cgroups of this host, v1 or v2, and nothing else. */
export function cgroupPlatform(options: CgroupOptions): Platform {
  let place: { hierarchy: MemoryHierarchy; parent: string; disk: string | null } | undefined;

  const check = async (): Promise<Check[]> => [
    await attempt('Linux, root, util-linux', () => {
      refuseUnfitHost();
      return 'all there';
    }),
    await attempt('memory controller', () => {
      const hierarchy = memoryHierarchy();
      return `cgroup v${hierarchy.version}, cgroups are made below ${findParent(hierarchy)}`;
    }),
    onlyForSome(
      await attempt('disk for disk scratch', () => {
        const { directory, mount } = findDisk(options.scratchDir, options.cwd);
        return `${mount.fileSystem} at ${directory}`;
      }),
    ),
    onlyForSome(
      await attempt('disk that can be slowed', () => {
        const hierarchy = memoryHierarchy();
        const { directory } = findDisk(options.scratchDir, options.cwd);
        const why = whyNoSlowDisk(hierarchy, findParent(hierarchy), directory);
        if (why === null) return hierarchy.version === 2 ? 'by io.max' : 'by a loop device of its own';
        throw new Failure('missing', why, { hint: 'Without it, arms with a writeSpeed are skipped.' });
      }),
    ),
  ];

  const inspect = async (arms: Arm[]): Promise<HostFacts> => {
    refuseUnfitHost();
    const hierarchy = memoryHierarchy();
    const parent = findParent(hierarchy);
    const disk = arms.some(needsDisk) ? findDisk(options.scratchDir, options.cwd) : null;
    place = { hierarchy, parent, disk: disk?.directory ?? null };
    const facts = readHostFacts(
      hierarchy,
      parent,
      disk && {
        directory: disk.directory,
        fileSystem: disk.mount.fileSystem,
        device: disk.mount.device,
        writeBytesPerSecond: measureDisk(disk.directory, options.ledger),
      },
    );
    refuseSwapThatCountsNot(hierarchy, parent, facts);
    refuseTooLarge(arms, facts);
    return facts;
  };

  const prepare = async (): Promise<PreparedPlatform> => {
    if (!place) throw new Error('prepare before inspect');
    const { hierarchy, parent, disk } = place;
    const { ledger, workFolder } = options;
    const runCgroup = join(parent, ledger.name);
    ledger.owe({ kind: 'cgroup', name: runCgroup });
    mkdirSync(runCgroup);
    cgroupVersions[hierarchy.version].openToChildren(runCgroup);
    if (hierarchy.version === 2) openIo(runCgroup);
    const diskFolder = disk === null ? null : join(disk, ledger.name);
    if (diskFolder !== null) {
      ledger.owe({ kind: 'folder', name: diskFolder });
      mkdirSync(diskFolder, { mode: 0o711 });
    }
    const programs = await options.programs();
    const run = { cgroupVersion: hierarchy.version, runCgroup, diskFolder, workFolder, ledger, programs };
    return {
      makePod: (arm, record) => makePod(run, arm, record),
      load: null,
      restartsMs: () => 0, // its kubelet's clock is fast enough for any load
      close: async () => undefined, // the ledger has all that was made
    };
  };

  const whyNot = (arm: Arm): string | null => {
    if (!place) throw new Error('whyNot before inspect');
    if (arm.setup.scratch.writeSpeed === null || place.disk === null) return whyNotHere(arm);
    return whyNoSlowDisk(place.hierarchy, place.parent, place.disk);
  };

  return {
    name: 'cgroup',
    canKeep: false,
    check,
    inspect,
    whyNot,
    prepare,
    stretch: () => 1,
    jobs: (arms, host) => (host ? jobsFor(arms, host) : 1),
  };
}

/** What only arms with disk scratch take is missed only by them. */
function onlyForSome(check: Check): Check {
  return check.state === 'missing' ? { ...check, state: 'warn' } : check;
}

export function needsDisk(arm: Arm): boolean {
  return !onMemory(arm.setup.scratch.medium);
}
