import { freePort } from '../../process/free-port.ts';
import type { Arm } from '../../scenario/types.ts';
import type { PreparedPlatform, RunContext } from '../platform.ts';
import { restartsMs } from './backoff.ts';
import { connect } from './client.ts';
import type { Daemon } from '../docker-daemon/daemon.ts';
import { followEvents } from './events.ts';
import { startHelper } from './helper.ts';
import { buildImage } from '../docker-daemon/image.ts';
import { pullImages } from './images.ts';
import { helperName } from './names.ts';
import type { DockerOptions } from './options.ts';
import { containerResource } from './resources.ts';
import { everywhere, makeRunCgroup, removeEverywhere } from './parent.ts';
import type { Place } from './place.ts';
import { makePod } from './pod.ts';
import { Remover } from './remove.ts';
import type { DockerRun } from './run.ts';
import { samplerHere, samplerInside } from './sampling.ts';
import { undoAll } from './undo.ts';

/** Makes what a run's pods share: image, cgroup, events and helper; leaves nothing behind on failure. */
export async function prepare(
  options: DockerOptions,
  { ledger, workFolder, programs, say }: RunContext,
  { arms, place, daemon }: { arms: Arm[]; place: Place; daemon: Daemon },
  signal: AbortSignal,
): Promise<PreparedPlatform> {
  if (place.problem !== null)
    say(`lives share no limited cgroup, so they are not expected to shorten: ${place.problem}`);
  await pullImages(arms, say, signal);
  const client = await connect(say);
  const { name } = ledger;
  const image = await buildImage(programs.app, workFolder, ledger, signal);
  const fromHelper = place.hierarchy === null || options.env['REPRO_SAMPLE_FROM'] === 'helper';
  const remover = new Remover(client.daemon);
  const watchers: DockerRun['watchers'] = new Map();
  let daemonLost: Error | null = null;
  const sampler = fromHelper ? samplerInside(helperName(name)) : samplerHere(programs.sampler);
  const entry = ledger.enter(
    ...everywhere(name).map((folder) => ({ kind: 'cgroup', name: folder })),
    containerResource(helperName(name)),
  );
  const undo = [() => removeEverywhere(name)];
  try {
    if (place.hierarchy && place.sharesParent) makeRunCgroup(place.hierarchy, name);
    const see = (container: string) => watchers.get(container);
    const lost = (error: Error) => {
      daemonLost = error;
      watchers.forEach(({ fail }) => fail(error));
    };
    const events = await followEvents(client.daemon, name, (event) => see(event.container)?.see(event), lost);
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
    makePod: (arm, record, stop) => makePod(run, arm, record, stop),
    load: null,
    restartsMs: (deaths) => restartsMs(deaths, place.sharesParent),
    upAheadMs: () => 0, // the daemon's own work would disturb
    close: () =>
      (closing ??= undoAll(undo)
        .then(() => entry.settled())
        .catch((error: unknown) => {
          throw daemonLost ?? error; // the cause, not its consequence
        })),
  };
}
