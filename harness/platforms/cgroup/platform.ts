import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../errors.ts';
import type { Arm } from '../../scenario/types.ts';
import { shmFolder } from '../../scenario/media.ts';
import { whyNotHere } from '../why-not.ts';
import { openIo, whyNoSlowDisk } from './slow-disk.ts';
import { checkCgroup } from './checks.ts';
import { freePort } from '../../process/free-port.ts';
import type { InspectedPlatform, Platform, PreparedPlatform, RunContext } from '../platform.ts';
import { jobsFor, needsDisk, roomFor, refuseTooFull, refuseTooLarge } from '../capacity.ts';
import type { User } from '../../process/step-down.ts';
import { findAppUser } from './app-user.ts';
import { findDisk, freeBytes, measureDisk } from '../../kernel/disk.ts';
import type { MemoryHierarchy } from '../../kernel/hierarchy.ts';
import { readHostFacts } from '../../kernel/host-facts.ts';
import { memoryHierarchy, refuseUncountedSwap } from './memory-hierarchy.ts';
import { findParent } from './parent.ts';
import { makePod } from './pod.ts';
import { refuseUnfitHost, runPrograms } from './requirements.ts';
import { cgroupVersions, makeCgroup } from '../../kernel/cgroups.ts';
import { delegatedParent } from './systemd-scope.ts';

export interface CgroupOptions {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Where the user wants disk scratch to be. */
  scratchDir: string | undefined;
  /** Gives a loopback port that nobody listens on now; a parameter for tests. */
  freePort?: () => Promise<number>;
}

/** What was found out of this host. */
interface Place {
  hierarchy: MemoryHierarchy;
  parent: string;
  disk: string | null;
  user: User | null;
  /** How many arms there is memory for. */
  room: number;
}

/** An app is up in half a second, and in more than two where other arms have the processors. */
const aheadMs = 2000;

/** Plain memory cgroups of this host, v1 or v2, and nothing else. */
export function cgroupPlatform(options: CgroupOptions): Platform {
  return {
    name: 'cgroup',
    check: () => checkCgroup(options),
    inspect: async (arms, run) => inspect(options, arms, run),
  };
}

function inspect(options: CgroupOptions, arms: Arm[], context: RunContext): InspectedPlatform {
  refuseUnfitHost(runPrograms);
  refuseHidden(context.workFolder);
  const hierarchy = memoryHierarchy();
  const parent = findParent(hierarchy);
  const disk = arms.some(needsDisk) ? findDisk(options.scratchDir, options.cwd) : null;
  const { user, whyRoot } = findAppUser(options.env, [tmpdir(), ...(disk === null ? [] : [disk.directory])]);
  if (whyRoot !== null) context.say(`the app runs as root: ${whyRoot}`);
  const facts = readHostFacts(
    hierarchy,
    parent,
    disk && {
      directory: disk.directory,
      fileSystem: disk.mount.fileSystem,
      device: disk.mount.device,
      writeBytesPerSecond: measureDisk(disk.directory, context.ledger),
    },
  );
  refuseUncountedSwap(hierarchy, parent, facts);
  refuseTooLarge(arms, facts);
  if (disk) refuseTooFull(arms, disk.directory, freeBytes(disk.directory), jobsFor(arms, facts));
  const place = { hierarchy, parent, disk: disk?.directory ?? null, user, room: roomFor(arms, facts) };
  return {
    name: 'cgroup',
    facts,
    // On a single processor app, load and sampler take turns: a little less of it, and the load comes late.
    stretch: facts.processors === 1 ? 2 : 1,
    whyNot: (arm) => whyNot(arm, place),
    jobs: (some) => jobsFor(some, facts),
    prepare: () => prepare(context, place, options.freePort ?? freePort),
  };
}

function whyNot(arm: Arm, { hierarchy, parent, disk }: Place): string | null {
  if (arm.setup.scratch.writeSpeed === null || disk === null) return whyNotHere(arm);
  return whyNoSlowDisk(hierarchy, parent, disk);
}

async function prepare(
  { ledger, workFolder, programs }: RunContext,
  { hierarchy: { version }, parent, disk, user, room }: Place,
  port: () => Promise<number>,
): Promise<PreparedPlatform> {
  const runCgroup = join(await delegatedParent(version, parent, ledger), ledger.name);
  ledger.owe({ kind: 'cgroup', name: runCgroup });
  makeCgroup(runCgroup);
  cgroupVersions[version].openToChildren(runCgroup);
  if (version === 2) openIo(runCgroup);
  const diskFolder = disk === null ? null : join(disk, ledger.name);
  if (diskFolder !== null) {
    ledger.owe({ kind: 'folder', name: diskFolder });
    mkdirSync(diskFolder, { mode: 0o711 });
  }
  const run = {
    cgroupVersion: version,
    runCgroup,
    diskFolder,
    workFolder,
    ledger,
    user,
    programs,
    freePort: port,
  };
  return {
    makePod: (arm, record) => makePod(run, arm, record),
    load: null,
    restartsMs: () => 0, // its kubelet's clock is fast enough for any load
    upAheadMs: (jobs) => (jobs > 1 && jobs < room ? aheadMs : 0),
    close: async () => undefined, // the ledger has all that was made
  };
}

/** The app's program lies in the work folder, and each pod gets an empty /dev/shm. */
function refuseHidden(workFolder: string): void {
  if (!`${workFolder}/`.startsWith(`${shmFolder}/`)) return;
  throw new Failure('missing', `The temporary folder is on ${shmFolder}, of which each pod gets its own.`, {
    hint: 'Set TMPDIR to another folder.',
  });
}
