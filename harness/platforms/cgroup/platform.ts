import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import type { Ledger } from '../../resources/ledger.ts';
import type { Programs } from '../../package/programs.ts';
import type { HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { onMemory, shmFolder } from '../../scenario/media.ts';
import { whyNotHere } from '../why-not.ts';
import { openIo, whyNoSlowDisk } from './slow-disk.ts';
import { checkCgroup } from './checks.ts';
import { freePort } from '../../process/free-port.ts';
import type { Platform, PreparedPlatform } from '../platform.ts';
import { jobsFor, roomFor, refuseTooFull, refuseTooLarge } from '../capacity.ts';
import type { User } from '../../process/step-down.ts';
import { findAppUser } from './app-user.ts';
import { findDisk, freeBytes, measureDisk } from '../../kernel/disk.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { readHostFacts } from '../../kernel/host-facts.ts';
import { memoryHierarchy, refuseSwapThatCountsNot } from './memory-hierarchy.ts';
import { findParent } from './parent.ts';
import { makePod } from './pod.ts';
import { refuseUnfitHost, runPrograms } from './requirements.ts';
import { cgroupVersions, makeCgroup } from '../../kernel/cgroups.ts';
import { delegatedParent } from './systemd-scope.ts';

export interface CgroupOptions {
  /** Folder of the run, for mount points and programs; removed by the caller. */
  workFolder: string;
  ledger: Ledger;
  programs: Programs;
  cwd: string;
  env: Record<string, string | undefined>;
  /** Tells the user something about the run. */
  say: (text: string) => void;
  /** Where the user wants disk scratch to be. */
  scratchDir: string | undefined;
  /** Gives a loopback port that nobody listens on now; a parameter for tests. */
  freePort?: () => Promise<number>;
}

/** An app is up in half a second, and in more than two where other arms have the processors. */
const aheadMs = 2000;

/** Plain memory cgroups of this host, v1 or v2, and nothing else. */
export function cgroupPlatform(options: CgroupOptions): Platform {
  let place:
    | {
        hierarchy: MemoryHierarchy;
        parent: string;
        disk: string | null;
        user: User | null;
        /** How many arms there is memory for. */
        room: number;
      }
    | undefined;

  const inspect = async (arms: Arm[]): Promise<HostFacts> => {
    refuseUnfitHost(runPrograms);
    refuseHidden(options.workFolder);
    const hierarchy = memoryHierarchy();
    const parent = findParent(hierarchy);
    const disk = arms.some(needsDisk) ? findDisk(options.scratchDir, options.cwd) : null;
    const { user, whyRoot } = findAppUser(options.env, [
      tmpdir(),
      ...(disk === null ? [] : [disk.directory]),
    ]);
    if (whyRoot !== null) options.say(`the app runs as root: ${whyRoot}`);
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
    place = { hierarchy, parent, disk: disk?.directory ?? null, user, room: roomFor(arms, facts) };
    if (disk) refuseTooFull(arms, disk.directory, freeBytes(disk.directory), jobsFor(arms, facts));
    return facts;
  };

  const prepare = async (): Promise<PreparedPlatform> => {
    if (!place) throw new Error('prepare before inspect');
    const { hierarchy, parent, disk, user, room } = place;
    const { ledger, workFolder } = options;
    const runCgroup = join(await delegatedParent(hierarchy.version, parent, ledger), ledger.name);
    ledger.owe({ kind: 'cgroup', name: runCgroup });
    makeCgroup(runCgroup);
    cgroupVersions[hierarchy.version].openToChildren(runCgroup);
    if (hierarchy.version === 2) openIo(runCgroup);
    const diskFolder = disk === null ? null : join(disk, ledger.name);
    if (diskFolder !== null) {
      ledger.owe({ kind: 'folder', name: diskFolder });
      mkdirSync(diskFolder, { mode: 0o711 });
    }
    const run = {
      cgroupVersion: hierarchy.version,
      runCgroup,
      diskFolder,
      workFolder,
      ledger,
      user,
      programs: options.programs,
      freePort: options.freePort ?? freePort,
    };
    return {
      makePod: (arm, record) => makePod(run, arm, record),
      load: null,
      restartsMs: () => 0, // its kubelet's clock is fast enough for any load
      upAheadMs: (jobs) => (jobs > 1 && jobs < room ? aheadMs : 0),
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
    check: () => checkCgroup(options),
    inspect,
    whyNot,
    prepare,
    // On a single processor app, load and sampler take turns: a little less of it, and the load comes late.
    stretch: (host) => (host?.processors === 1 ? 2 : 1),
    jobs: (arms, host) => (host ? jobsFor(arms, host) : 1),
  };
}

/** The app's program lies in the work folder, and each pod gets an empty /dev/shm. */
function refuseHidden(workFolder: string): void {
  if (!`${workFolder}/`.startsWith(`${shmFolder}/`)) return;
  throw new Failure('missing', `The temporary folder is on ${shmFolder}, of which each pod gets its own.`, {
    hint: 'Set TMPDIR to another folder.',
  });
}

export function needsDisk(arm: Arm): boolean {
  return !onMemory(arm.setup.scratch.medium);
}
