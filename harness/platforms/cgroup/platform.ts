import { tmpdir } from 'node:os';
import { Failure } from '../../errors.ts';
import { formOf, type AppForm } from '../../scenario/app-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { shmFolder } from '../../scenario/media.ts';
import { checkOwnApps } from './app-checks.ts';
import { fixedPort } from './app.ts';
import { skipReason } from '../skip-reason.ts';
import { slowDiskProblem } from './slow-disk.ts';
import { checkCgroup } from './checks.ts';
import type { InspectedPlatform, Platform, RunContext } from '../platform.ts';
import { jobsFor, needsDisk, roomFor, refuseTooFull, refuseTooLarge } from '../capacity.ts';
import { findAppUser } from './app-user.ts';
import { findDisk, freeBytes } from '../../kernel/disk.ts';
import { measureDisk } from '../../resources/measure-disk.ts';
import { readHostFacts } from '../../kernel/host-facts.ts';
import { memoryHierarchy, refuseUncountedSwap } from './memory-hierarchy.ts';
import type { CgroupOptions } from './options.ts';
import { findParent } from './parent.ts';
import { rights } from './rights.ts';
import { prepare, type Place } from './prepare.ts';
import { refuseUnfitHost, runPrograms } from './requirements.ts';

const forms: readonly AppForm[] = ['mode', 'command'];

/** Plain memory cgroups of this host, v1 or v2, and nothing else. */
export function cgroupPlatform(options: CgroupOptions): Platform {
  return {
    name: 'cgroup',
    forms,
    rights,
    check: () => checkCgroup(options),
    inspect: async (arms, run) => inspect(options, arms, run),
  };
}

function inspect(options: CgroupOptions, arms: Arm[], context: RunContext): InspectedPlatform {
  refuseUnfitHost(runPrograms);
  refuseHidden(context.workFolder);
  checkOwnApps(arms.filter((arm) => forms.includes(formOf(arm.setup.app))));
  const hierarchy = memoryHierarchy();
  const parent = findParent(hierarchy);
  const disk = arms.some(needsDisk) ? findDisk(options.scratchDir, options.cwd) : null;
  const { user, rootReason } = findAppUser(options.env, [
    tmpdir(),
    ...(disk === null ? [] : [disk.directory]),
  ]);
  if (rootReason !== null) context.say(`the app runs as root: ${rootReason}`);
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
    // On one processor app, load and sampler take turns; with any less of it, the load falls behind.
    stretch: facts.processors === 1 ? 2 : 1,
    skipReason: (arm) => skipReasonHere(arm, place),
    // A port is there but once.
    jobs: (some) => (some.some((arm) => fixedPort(arm) !== null) ? 1 : jobsFor(some, facts)),
    prepare: (_arms, signal) => prepare(context, place, options, signal),
  };
}

function skipReasonHere(arm: Arm, { hierarchy, parent, disk }: Place): string | null {
  if (arm.setup.scratch.writeSpeed === null || disk === null) return skipReason(arm, forms);
  return slowDiskProblem(hierarchy, parent, disk);
}

/** The app's program is in the work folder, which each pod's empty /dev/shm must not hide. */
function refuseHidden(workFolder: string): void {
  if (!`${workFolder}/`.startsWith(`${shmFolder}/`)) return;
  throw new Failure('missing', `The temporary folder is on ${shmFolder}, of which each pod gets its own.`, {
    hint: 'Set TMPDIR to another folder.',
  });
}
