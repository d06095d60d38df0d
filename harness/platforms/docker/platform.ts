import type { AppForm } from '../../scenario/app-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { freeBytes } from '../../kernel/disk.ts';
import { jobsFor, refuseTooFull, refuseTooLarge } from '../capacity.ts';
import type { InspectedPlatform, Platform, RunContext } from '../platform.ts';
import { skipReasonWithoutSlowDisk } from '../skip-reason.ts';
import { checkDocker, memoryLimits, refuseSwap } from './checks.ts';
import { apiVersion, findDaemon } from '../docker-daemon/daemon.ts';
import { readFacts } from './facts.ts';
import type { DockerOptions } from './options.ts';
import { findPlace } from './place.ts';
import { rights } from './rights.ts';
import { prepare } from './prepare.ts';

const forms: readonly AppForm[] = ['mode', 'image'];

/** Containers of a Docker daemon, through testcontainers. */
export function dockerPlatform(options: DockerOptions): Platform {
  return {
    name: 'docker',
    forms,
    rights,
    check: () => checkDocker(options.env),
    inspect: (arms, run) => inspect(options, arms, run),
  };
}

async function inspect(options: DockerOptions, arms: Arm[], run: RunContext): Promise<InspectedPlatform> {
  const daemon = await findDaemon();
  await apiVersion();
  memoryLimits(daemon);
  const place = findPlace(daemon, options.env);
  const facts = readFacts(daemon, place, arms, run.ledger);
  refuseSwap(daemon, facts);
  refuseTooLarge(arms, facts);
  if (facts.disk)
    refuseTooFull(arms, facts.disk.directory, freeBytes(facts.disk.directory), jobsFor(arms, facts));
  return {
    name: 'docker',
    facts,
    // On one processor the daemon's own work comes on top of app and load.
    stretch: facts.processors === 1 ? 3 : 1,
    skipReason: (arm) => skipReasonWithoutSlowDisk(arm, forms),
    // The daemon's proxy copies each byte for a loopback port, so an arm takes a whole processor.
    jobs: (some) => Math.min(jobsFor(some, facts), facts.processors),
    prepare: (some, signal) => prepare(options, run, { arms: some, daemon, place }, signal),
  };
}
