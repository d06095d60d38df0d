import { columnsOf } from '../../recording/sample-columns.ts';
import type { CgroupLimit, HoldersLine, Recorder, Sample, TmpfsMount } from '../../recording/types.ts';
import { arm } from '../arm.ts';
import type { LookOptions } from '../target.ts';
import { rowOf } from './memory-files.ts';

/** Records looks from afar as the sampler's would be. */
export class FarRecorder {
  readonly #record: Recorder;
  readonly #options: LookOptions;
  readonly #killed: () => void;
  #limits = '';
  #first: number | null = null;

  /** `killed` is called with the first kill that is counted after the first look. */
  constructor(record: Recorder, options: LookOptions, killed: () => void) {
    this.#record = record;
    this.#options = options;
    this.#killed = killed;
  }

  sample(sample: Sample): void {
    this.#record({ kind: 'samples', arm, level: 'pod', columns: columnsOf([rowOf(sample)]) });
    const isFirst = this.#first === null;
    this.#first ??= sample.oomKills;
    if (isFirst) this.#options.seen();
    if (sample.oomKills > this.#first && this.#options.untilKill) this.#killed();
  }

  /** Innermost first; said again only if they change. */
  limits(atMs: number, limits: CgroupLimit[]): void {
    const now = JSON.stringify(limits);
    if (now === this.#limits) return;
    this.#limits = now;
    this.#record({ kind: 'limits', arm, level: 'pod', atMs, limits });
  }

  /** What its volumes hold, where nobody could look at processes. */
  volumes({ atMs, usage, shmem, anon, kernel }: Sample, mounts: TmpfsMount[]): void {
    const none = { processes: [], deletedFiles: [], sysvBytes: 0, unixSocketBytes: null, tookMs: 0 };
    const charged: HoldersLine['charged'] = { usage, shmem, anon, kernel: kernel ?? 0 };
    this.#record({ kind: 'holders', arm, atMs, when: 'alive', charged, mounts, ...none });
  }
}
