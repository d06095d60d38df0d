import { basename } from 'node:path';
import { monotonicMs } from '../../process/clock.ts';
import { untilAborted } from '../../process/until-aborted.ts';
import type { LedgerEntry } from '../../resources/ledger.ts';
import type { Recorder } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { readOwnKernelLog } from '../../kernel/log/own-kernel-log.ts';
import { below } from '../../kernel/log/own-kills.ts';
import { readinessOf } from '../readiness.ts';
import { recordLives } from '../life-recorder.ts';
import { NeverUp, type Pod, type StartedApp } from '../platform.ts';
import { appOf, hasVolume } from './app.ts';
import { startApp } from './app-container.ts';
import { cgroupVersions } from '../../kernel/cgroups.ts';
import { recordEvidence } from './evidence.ts';
import { isKilledAtStart, isPortTaken } from './failures.ts';
import { ContainerLives } from './lives.ts';
import { namesOf } from './names.ts';
import { containerResource, volumeResource } from './resources.ts';
import { makePodCgroup, removeEverywhere } from './parent.ts';
import { asRefusedImage } from './refused-image.ts';
import { becomesReady, waitingWords } from './ready.ts';
import { countFolders, foldersOf } from './scratch.ts';
import { removeServices, serviceResources, startServices } from './services.ts';
import type { DockerRun } from './run.ts';
import { lastLinesOf } from './logs.ts';
import { PodSampling } from './pod-sampling.ts';
import { startKeeper } from './keeper.ts';
import { stateOf } from './state.ts';
import { undoAll } from './undo.ts';

/** How many ports to try if someone takes the free one. */
const portTries = 3;

/** Makes an arm's pod: its cgroup if possible, its volume, and the container that holds it. */
export async function makePod(run: DockerRun, arm: Arm, record: Recorder, signal: AbortSignal): Promise<Pod> {
  const names = namesOf(run.name, arm);
  const withVolume = hasVolume(arm.setup);
  const undo = [
    () => removeEverywhere(`${run.name}/${names.arm}`),
    ...(withVolume ? [() => run.remover.volume(names.volume)] : []),
    () => run.remover.container(names.keeper),
    () => removeServices(run, arm),
  ];
  const entry = run.ledger.enter(
    ...(withVolume ? [volumeResource(names.volume)] : []),
    containerResource(names.keeper),
    ...serviceResources(run.name, arm),
    containerResource(names.app),
  );
  try {
    await startServices(run, arm, signal);
    return await assemble(run, arm, record, undo, entry);
  } catch (error) {
    await undoAll(undo).catch(() => undefined); // the first error tells more
    throw error;
  }
}

async function assemble(
  run: DockerRun,
  arm: Arm,
  record: Recorder,
  undo: (() => Promise<void>)[],
  entry: LedgerEntry,
): Promise<Pod> {
  const names = namesOf(run.name, arm);
  const { hierarchy, sharesParent } = run.place;
  const shared =
    hierarchy && sharesParent ? makePodCgroup(hierarchy, run.name, names.arm, arm.setup.memory) : null;
  const parent = shared?.parent ?? null;
  const keeper = await startKeeper(run, arm, parent);
  const folders = await foldersOf(run, arm, names.volume, keeper);
  const place = { shared: shared?.folder ?? null, keeperId: keeper.getId() };
  const sampling = new PodSampling(run, arm, place, record);
  const readiness = readinessOf(arm.setup);
  const { port: appPort } = appOf(run.image, arm.setup);
  let published = 0;
  let pid: number | null = null;
  const madeMs = monotonicMs();
  const { lives, recorder } = recordLives(
    {
      arm: arm.id,
      podCountsKills: run.cgroupVersion === 2,
      // Without a shared cgroup nothing of a pod remains once its container is gone.
      residue: () =>
        shared ? cgroupVersions[run.cgroupVersion].usage(shared.folder) : { usage: 0, shmem: 0 },
      scratch: () => countFolders(folders),
    },
    readiness,
    record,
  );
  const fail = (error: Error) => lives.fail(error);
  const containerLives = new ContainerLives(
    {
      arm: arm.id,
      becomesReady: async (itsPid, living) => {
        pid = run.place.hierarchy === null ? null : await itsPid;
        return becomesReady(
          { container: names.app, port: appPort, published, pid: () => pid },
          readiness,
          living,
        );
      },
      cgroup: () => sampling.appCgroup,
      state: () => stateOf(run.client.daemon, names.app),
      lastLines: (sinceMs, endedMs) => lastLinesOf(names.app, sinceMs, endedMs),
    },
    recorder,
    fail,
  );
  sampling.onLine = (line) => recorder.cgroups.see(line);
  sampling.onLost = fail;
  run.watchers.set(names.app, { see: (event) => containerLives.seeEvent(event), fail });
  let starting: Promise<void> | undefined;
  let removing: Promise<void> | undefined;

  const begin = async () => {
    for (let tries = 1; ; tries++) {
      published = await run.freePort();
      try {
        return await startApp(run, arm, { parent, port: published, created: (id) => sampling.start(id) });
      } catch (error) {
        if (isKilledAtStart(error)) throw new NeverUp('was killed before it ran', true, []);
        if (!isPortTaken(error) || tries === portTries) throw asRefusedImage(arm, error);
        await run.remover.container(names.app);
      }
    }
  };

  const remove = async () => {
    await starting?.catch(() => undefined); // `start` reports it
    await containerLives.stop();
    run.watchers.delete(names.app);
    const removeApp = () => run.remover.container(names.app);
    await undoAll([...undo, async () => recorder.finish(), () => sampling.stop(), removeApp]);
    entry.settled();
  };

  return {
    url: null,
    start: async (stop): Promise<StartedApp> => {
      starting = begin();
      // The app may be dead, or up, before the daemon's answer to its start is read.
      starting.then(() => containerLives.expectEvent()).catch((error: Error) => lives.fail(error));
      // The time to be ready counts from its start, for which a busy daemon takes its own.
      await untilAborted(
        Promise.race([starting, lives.death(1)]).catch(() => undefined), // `up` reports it
        stop,
      );
      await lives.up(stop, () => waitingWords({ port: appPort, pid: () => pid }));
      return {
        url: `http://127.0.0.1:${published}`,
        cgroup: run.sampler.helper === null ? sampling.appCgroup : null,
        death: (nth) => lives.death(nth),
      };
    },
    gatherEvidence: async () => {
      const where = { run: run.name, cgroup: place.shared, version: run.cgroupVersion };
      await recordEvidence(arm.id, names, where, record);
      // A daemon whose cgroups this host can't see has another kernel, with another log.
      if (lives.deaths > 0 && run.sampler.helper === null) {
        const isOwn = below(`/${basename(sampling.appCgroup)}`);
        record(readOwnKernelLog(arm.id, isOwn, { pids: new Set(), sinceMs: madeMs }));
      }
    },
    remove: () => (removing ??= remove()),
  };
}
