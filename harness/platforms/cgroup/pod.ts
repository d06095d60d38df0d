import { join } from 'node:path';
import { startTeller, type Child } from '../../process/child.ts';
import { Deferred } from '../../process/deferred.ts';
import { Failure } from '../../errors.ts';
import type { Resource } from '../../resources/resource.ts';
import type { Recorder, RecordingLine } from '../../recording/types.ts';
import { shmBytes } from '../../scenario/media.ts';
import { systemProgram } from '../../process/system-programs.ts';
import type { Arm } from '../../scenario/types.ts';
import { NeverUp, type Pod, type StartedApp } from '../platform.ts';
import { appOf, fixedPort, userOf } from './app.ts';
import { listens } from '../readiness.ts';
import { Lives } from '../wait-for-lives.ts';
import { startSampler } from '../sampling.ts';
import type { CgroupRun } from './run.ts';
import { nameOf, placeOf, scratchOf } from './scratch.ts';
import type {
  ScratchSettings,
  SupervisorCommand,
  SupervisorNotice,
  SupervisorSettings,
} from './supervisor/settings.ts';

const samplingIntervalMs = 1;
/** Removing a volume with many files from a slow disk takes long. */
const removalMs = 30_000;

/** Makes an arm's pod: its supervisor makes cgroup and volume, and always removes them. */
export async function makePod(run: CgroupRun, arm: Arm, record: Recorder): Promise<Pod> {
  const port = fixedPort(arm) ?? (await run.freePort());
  const address = `http://127.0.0.1:${port}`;
  const url = listens(arm.setup) ? address : null;
  const settings = settingsOf(run, arm, port);
  const lives = new Lives(settings.app);
  const made = new Deferred();
  const entry = run.ledger.enter(...mountsOf(settings.scratch));
  const supervisor = startSupervisor(run.programs.supervisor, settings, (line) => {
    if (line.kind !== 'supervisor') {
      lives.see(line);
      record(line);
    } else if (line.state === 'pod') made.resolve();
    else if (line.state === 'failed')
      fail(new Failure('infrastructure', `${arm.id}: the pod can't be run: ${line.message}`));
  });
  const fail = (failure: Failure) => {
    made.reject(failure);
    lives.fail(failure);
  };
  supervisor.ended
    .then(({ exitCode, signal, stderr: hint }) =>
      fail(
        new Failure('infrastructure', `${arm.id}: the supervisor ended (${signal ?? exitCode}).`, { hint }),
      ),
    )
    .catch(fail);
  let sampler: Child | undefined;
  let removing = false;
  const remove = async () => {
    removing = true;
    supervisor.say('stop' satisfies SupervisorCommand);
    const { exitCode } = await supervisor.stop(removalMs);
    if (exitCode === 0) entry.settled();
    await sampler?.stop();
  };
  await made.promise.catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return {
    url,
    start: async (signal): Promise<StartedApp> => {
      sampler = await startSampler(
        [process.execPath, run.programs.sampler],
        {
          arm: arm.id,
          pod: settings.podCgroup,
          cgroupVersion: run.cgroupVersion,
          intervalMs: samplingIntervalMs,
          limitBytes: arm.setup.memory,
        },
        record,
      );
      sampler.ended
        .then(({ signal: by, stderr }) => (removing ? undefined : fail(samplerLost(arm, by, stderr))))
        .catch(() => undefined);
      supervisor.say('start' satisfies SupervisorCommand);
      await lives.up(signal).catch((error: unknown) => {
        throw portTaken(error, address) ?? error;
      });
      return { url, cgroup: settings.podCgroup, death: (nth) => lives.death(nth) };
    },
    gatherEvidence: async () => undefined,
    remove,
  };
}

/** A sampler only ends by itself if its cgroup is gone. */
function samplerLost({ id }: Arm, by: string | null, stderr: string): Failure {
  const how =
    by === null ? 'the cgroup of the pod is gone: somebody removed it' : `the sampler was ended by ${by}`;
  return new Failure('infrastructure', `${id}: ${how} while the arm ran.`, { hint: stderr });
}

/** The port was free when chosen, but someone has taken it since. */
function portTaken(error: unknown, url: string): Failure | null {
  const isTaken = error instanceof NeverUp && error.lastLines.some((line) => line.includes('EADDRINUSE'));
  if (!isTaken) return null;
  return new Failure('infrastructure', `Another program took the app's address ${url} in the meantime.`, {
    hint: 'Nothing is wrong with the host: run it again.',
  });
}

/** Mounts of a pod's volume; its cgroup and folders are inside those of the run. */
function mountsOf(scratch: ScratchSettings): Resource[] {
  const mount: Resource = { kind: 'mount', name: scratch.directory };
  if (scratch.medium === 'memory') return [mount];
  return scratch.slowed?.by === 'loop' ? [{ kind: 'loop device', name: scratch.slowed.image }, mount] : [];
}

/**
 * Options of unshare(1). Mounted in its own mount namespace, each tmpfs goes with the namespace's last process; so
 * do System V segments with their IPC namespace, which a pod also has.
 */
export const podNamespaces = ['--mount', '--ipc', '--propagation', 'private', '--'] as const;

function startSupervisor(
  program: string,
  settings: SupervisorSettings,
  onLine: (line: RecordingLine | SupervisorNotice) => void,
): Child {
  const node: [string, string, string] = [process.execPath, program, JSON.stringify(settings)];
  return startTeller([systemProgram('unshare'), ...podNamespaces, ...node], onLine);
}

function settingsOf(run: CgroupRun, arm: Arm, port: number): SupervisorSettings {
  const { setup, id } = arm;
  const scratch = scratchOf(run, arm);
  return {
    arm: id,
    cgroupVersion: run.cgroupVersion,
    podCgroup: join(run.runCgroup, nameOf(arm)),
    limitBytes: setup.memory,
    scratch,
    shmBytes: setup.scratch.medium === 'shm' ? null : shmBytes,
    user: userOf(run, arm),
    app: appOf(run, arm, placeOf(scratch), port),
  };
}
