import { basename, join } from 'node:path';
import type { Child } from '../../process/child.ts';
import { Failure } from '../../errors.ts';
import { runProgram } from '../../process/run-program.ts';
import type { Recorder, RecordingLine } from '../../recording/types.ts';
import type { Arm } from '../../scenario/types.ts';
import { startSampler } from '../sampling.ts';
import { findCgroup } from '../../kernel/find-cgroup.ts';
import { docker } from '../docker-daemon/daemon-env.ts';
import { hostCgroups } from './helper.ts';
import type { DockerRun } from './run.ts';

const samplingIntervalMs = 1;

/** Samples a pod: its shared cgroup or, without one, the app's own. */
export class PodSampling {
  readonly #run: DockerRun;
  readonly #arm: Arm;
  /** Folder of the shared cgroup on this host, or null; and a container of the pod that already runs. */
  readonly #pod: { shared: string | null; keeperId: string };
  readonly #record: Recorder;
  #sampler: Child | null = null;
  appCgroup = '';
  /** Gets the sampler's lines, in which the app's own cgroup has its full path. */
  onLine: (line: RecordingLine) => void = () => undefined;
  /** Called if the sampler breaks down while the pod goes on. */
  onLost: (failure: Failure) => void = () => undefined;

  constructor(run: DockerRun, arm: Arm, pod: { shared: string | null; keeperId: string }, record: Recorder) {
    this.#run = run;
    this.#arm = arm;
    this.#pod = pod;
    this.#record = record;
  }

  /** Starts when the app's container exists but does not run yet. */
  async start(appId: string): Promise<void> {
    await this.stop();
    const { sampler, cgroupVersion } = this.#run;
    const { shared, keeperId } = this.#pod;
    const keeper = await this.#find(keeperId);
    const appCgroup = siblingCgroup(keeper, keeperId, appId);
    this.appCgroup = appCgroup;
    const pod = shared === null ? appCgroup : join(appCgroup, '..');
    const level = basename(appCgroup);
    this.#sampler = await startSampler(
      sampler.argv,
      {
        arm: this.#arm.id,
        pod,
        cgroupVersion,
        intervalMs: samplingIntervalMs,
        limitBytes: this.#arm.setup.memory,
        follows: shared === null,
        remote: sampler.helper !== null,
      },
      (line) => {
        const isApp = line.kind === 'container' && (line.level === level || line.level === 'pod');
        this.onLine(isApp ? { ...line, level: appCgroup } : line);
        this.#record(line);
      },
      { lost: (failure) => this.onLost(failure) },
    );
  }

  async stop(): Promise<void> {
    await this.#sampler?.stop();
    this.#sampler = null;
  }

  /** A running container's cgroup, as the sampler sees it. */
  async #find(id: string): Promise<string> {
    const { sampler, place, cgroupVersion } = this.#run;
    const root = place.hierarchy?.mountPoint ?? '/sys/fs/cgroup';
    const found =
      sampler.helper === null ? findCgroup(root, id) : await findInHelper(sampler.helper, cgroupVersion, id);
    if (found) return found;
    throw new Failure('infrastructure', `The cgroup of the container ${id.slice(0, 12)} can't be found.`, {
      hint: 'Does the daemon run in a container or a machine of its own? Try: REPRO_SAMPLE_FROM=helper',
    });
  }
}

async function findInHelper(helper: string, version: 1 | 2, id: string): Promise<string | null> {
  const root = version === 1 ? `${hostCgroups}/memory` : hostCgroups;
  const find = [
    'find',
    root,
    '-maxdepth',
    '8',
    '-type',
    'd',
    '-name',
    `*${id}*`,
    '!',
    '-name',
    '*conmon-*',
    '-prune',
  ];
  const listed = await runProgram([docker, 'exec', helper, ...find]);
  return listed.split('\n')[0]?.trim() || null;
}

/** Where a container's cgroup will be, given another's with the same parent. */
export function siblingCgroup(cgroup: string, itsId: string, id: string): string {
  return cgroup.replaceAll(itsId, id);
}
