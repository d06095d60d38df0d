import type { HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { freeBytes } from '../../kernel/disk.ts';
import { jobsFor, refuseTooFull, refuseTooLarge } from '../capacity.ts';
import type { Platform } from '../platform.ts';
import { whyNotWithoutSlowDisk } from '../why-not.ts';
import { checkDocker, memoryLimits, refuseSwap } from './checks.ts';
import { apiVersion, findDaemon, type Daemon } from './daemon.ts';
import { readFacts } from './facts.ts';
import type { DockerOptions } from './options.ts';
import { findPlace, type Place } from './place.ts';
import { prepare } from './prepare.ts';

/** A Docker daemon's containers, through testcontainers. */
export function dockerPlatform(options: DockerOptions): Platform {
  let found: { daemon: Daemon; place: Place } | undefined;

  const inspect = async (arms: Arm[]): Promise<HostFacts> => {
    const daemon = await findDaemon();
    await apiVersion();
    memoryLimits(daemon);
    const place = findPlace(daemon, options.env);
    found = { daemon, place };
    const facts = readFacts(daemon, place, arms, options.ledger);
    refuseSwap(daemon, facts);
    refuseTooLarge(arms, facts);
    if (facts.disk)
      refuseTooFull(arms, facts.disk.directory, freeBytes(facts.disk.directory), jobsFor(arms, facts));
    return facts;
  };

  return {
    name: 'docker',
    check: () => checkDocker(options.env),
    inspect,
    whyNot: whyNotWithoutSlowDisk,
    prepare: async (_arms, signal) => {
      if (!found) throw new Error('prepare before inspect');
      return prepare(options, found, signal);
    },
    // On a single processor the daemon's own work comes on top of app and load.
    stretch: (host) => (host?.processors === 1 ? 3 : 1),
    // The daemon's proxy copies every byte that goes to a loopback port: an arm takes a whole processor.
    jobs: (arms, host) => (host ? Math.min(jobsFor(arms, host), host.processors) : 1),
  };
}
