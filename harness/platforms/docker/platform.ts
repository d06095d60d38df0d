import type { Ledger } from '../../ledger/ledger.ts';
import type { Programs } from '../../programs.ts';
import type { HostFacts } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { freeBytes } from '../cgroup/disk.ts';
import { jobsFor, refuseTooFull, refuseTooLarge } from '../capacity.ts';
import { freePort } from '../free-port.ts';
import type { Platform, PreparedPlatform } from '../platform.ts';
import { restartsMs } from './backoff.ts';
import { checkDocker, memoryLimits, refuseSwap } from './checks.ts';
import { connect } from './client.ts';
import { apiVersion, findDaemon, type Daemon } from './daemon.ts';
import { followEvents } from './events.ts';
import { readFacts } from './facts.ts';
import { startHelper } from './helper.ts';
import { buildImage } from './image.ts';
import { helperName } from './names.ts';
import { everywhere, makeRunCgroup, removeEverywhere } from './parent.ts';
import { findPlace, type Place } from './place.ts';
import { owedContainer } from './owed.ts';
import { makePod } from './pod.ts';
import { Remover } from './remove.ts';
import type { DockerRun } from './run.ts';
import { samplerHere, samplerInside } from './sampling.ts';
import { undoAll } from './undo.ts';
import { whyNotWithoutSlowDisk } from '../why-not.ts';

export interface DockerOptions {
  /** Folder of the run, for programs; removed by the caller. */
  workFolder: string;
  /** Its name is the run's own. */
  ledger: Ledger;
  programs: () => Promise<Programs>;
  env: Record<string, string | undefined>;
  /** Tells the user something about the run. */
  say: (text: string) => void;
  /** Gives a loopback port that nobody listens on now; a parameter for tests. */
  freePort?: () => Promise<number>;
}

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

  const prepare = async (_arms: Arm[], signal: AbortSignal): Promise<PreparedPlatform> => {
    if (!found) throw new Error('prepare before inspect');
    const { place, daemon } = found;
    if (place.whyNot !== null)
      options.say(`lives share no limited cgroup, so they are not expected to shorten: ${place.whyNot}`);
    const programs = await options.programs();
    const client = await connect(options.say);
    const { ledger, workFolder } = options;
    const { name } = ledger;
    const image = await buildImage(programs.app, workFolder, ledger, signal);
    const fromHelper = place.hierarchy === null || options.env['REPRO_SAMPLE_FROM'] === 'helper';
    const remover = new Remover(client.daemon);
    const watchers: DockerRun['watchers'] = new Map();
    let daemonLost: Error | null = null;
    const sampler = fromHelper ? samplerInside(helperName(name)) : samplerHere(programs.sampler);
    const owed = ledger.owe(
      ...everywhere(name).map((folder) => ({ kind: 'cgroup', name: folder })),
      owedContainer(helperName(name)),
    );
    const undo = [() => removeEverywhere(name)];
    try {
      if (place.hierarchy && place.sharesParent) makeRunCgroup(place.hierarchy, name);
      const see = (container: string) => watchers.get(container);
      const lost = (error: Error) => {
        daemonLost = error;
        watchers.forEach(({ fail }) => fail(error));
      };
      const events = await followEvents(
        client.daemon,
        name,
        (event) => see(event.container)?.see(event),
        lost,
      );
      undo.push(async () => events.close());
      undo.push(() => remover.container(helperName(name)));
      await startHelper(client, { run: name, image, sampler: fromHelper ? programs.sampler : null });
    } catch (error) {
      await undoAll(undo).catch(() => undefined); // the first error tells more
      throw error;
    }
    const run: DockerRun = {
      name,
      client,
      remover,
      place,
      cgroupVersion: daemon.cgroupVersion,
      image,
      sampler,
      ledger,
      freePort: options.freePort ?? freePort,
      watchers,
    };
    let closing: Promise<void> | undefined;
    return {
      makePod: (arm, record) => makePod(run, arm, record),
      load: null,
      restartsMs: (deaths) => restartsMs(deaths, place.sharesParent),
      close: () =>
        (closing ??= undoAll(undo)
          .then(() => owed.settled())
          .catch((error: unknown) => {
            throw daemonLost ?? error; // the reason, and not what came of it
          })),
    };
  };

  return {
    name: 'docker',
    canKeep: false,
    check: () => checkDocker(options.env),
    inspect,
    whyNot: whyNotWithoutSlowDisk,
    prepare,
    // On a single processor the daemon's own work comes on top of app and load.
    stretch: (host) => (host?.processors === 1 ? 3 : 1),
    // The daemon's proxy copies every byte that goes to a loopback port: an arm takes a whole processor.
    jobs: (arms, host) => (host ? Math.min(jobsFor(arms, host), host.processors) : 1),
  };
}
