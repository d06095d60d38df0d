import { chownSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../../process/clock.ts';
import type { Recorder } from '../../../recording/types.ts';
import { backoffMs } from './backoff.ts';
import { readOwnKernelLog } from '../../../kernel/log/own-kernel-log.ts';
import { below } from '../../../kernel/log/own-kills.ts';
import { removeCgroup } from '../../../kernel/remove-cgroup.ts';
import { cgroupVersions, makeCgroup, type CgroupVersion } from '../../../kernel/cgroups.ts';
import { Container } from './container.ts';
import { pidsIn } from '../../../kernel/pids-in.ts';
import { hideScratch, makeScratch, measureScratch, removeScratch, showScratch } from './scratch.ts';
import type { SupervisorSettings } from './settings.ts';
import { becomesReady } from './ready.ts';
import { OwnShm } from './shm.ts';
import { SlowDisk } from './slow.ts';

/** A pod as a kubelet makes it: a cgroup containing a container cgroup, both limited, and a volume. */
export class Pod {
  readonly #settings: SupervisorSettings;
  readonly #record: Recorder;
  readonly #version: CgroupVersion;
  readonly #stopping = new AbortController();
  /** The main processes so far, and the kills counted. */
  readonly #pids = new Set<number>();
  #kills = 0;
  readonly #sinceMs = monotonicMs();
  #container: Container | undefined;
  #lineFound = false;
  readonly #slow: SlowDisk | null;
  /** Shared by all lives, as a pod's containers share their sandbox's. */
  readonly #shm: OwnShm;
  #made: { scratch: boolean; cgroup: boolean } = { scratch: false, cgroup: false };

  constructor(settings: SupervisorSettings, record: Recorder) {
    this.#settings = settings;
    this.#record = record;
    this.#version = cgroupVersions[settings.cgroupVersion];
    const { scratch } = settings;
    this.#shm = new OwnShm(settings.shmBytes);
    const slowed = scratch.medium === 'disk' ? scratch.slowed : undefined;
    this.#slow = slowed ? new SlowDisk(slowed, scratch.directory) : null;
  }

  make(): void {
    const { podCgroup, limitBytes, scratch, user } = this.#settings;
    makeCgroup(podCgroup);
    this.#made.cgroup = true;
    this.#version.limit(podCgroup, limitBytes);
    this.#version.openToChildren(podCgroup);
    this.#shm.make();
    makeScratch(scratch);
    this.#made.scratch = true;
    this.#slow?.make();
    showScratch(scratch);
    if (user !== null) chownSync(scratch.directory, user.uid, user.gid);
  }

  /** Starts the app, and restarts it whenever it ends, until `stop` or its work is done. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let life = 1; !signal.aborted; life++) {
      const exitCode = await this.#live(life);
      if (exitCode !== null && exitCode === this.#settings.app.doneWith) return;
      await sleep(backoffMs(life), undefined, { signal }).catch(() => undefined);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#slow?.release(); // processes blocked on the disk can't end before
    await this.#container?.stop();
    this.#recordKernelLog();
  }

  async remove(): Promise<void> {
    try {
      // First, so that no process of the app can plant a link where root removes a folder.
      if (this.#made.cgroup) await removeCgroup(this.#settings.podCgroup);
    } finally {
      if (this.#made.scratch) hideScratch(this.#settings.scratch);
      await this.#slow?.remove();
      if (this.#made.scratch) removeScratch(this.#settings.scratch);
      this.#shm.remove();
    }
  }

  /** The kernel log of all its kills; read at the end, as reading would delay the next life. */
  #recordKernelLog(): void {
    if (this.#kills === 0) return;
    const { arm, podCgroup } = this.#settings;
    const ownPath = `/${basename(dirname(podCgroup))}/${basename(podCgroup)}`;
    this.#record(readOwnKernelLog(arm, below(ownPath), { pids: this.#pids, sinceMs: this.#sinceMs }));
  }

  /** Records the first line of the app's output that is looked for. */
  readonly #seeLine = (line: string): void => {
    const { arm, app } = this.#settings;
    if (app.soughtLine === undefined || this.#lineFound || !new RegExp(app.soughtLine).test(line)) return;
    this.#lineFound = true;
    this.#record({ kind: 'load-log', arm, atMs: monotonicMs(), line });
  };

  /** One life, to its end; its exit code. */
  async #live(life: number): Promise<number | null> {
    const { arm, podCgroup, limitBytes, app, scratch } = this.#settings;
    const cgroup = join(podCgroup, `life-${life}`);
    makeCgroup(cgroup);
    this.#version.limit(cgroup, limitBytes);
    this.#version.killAsOne(cgroup);
    const container = new Container(cgroup, { ...app, seeLine: this.#seeLine });
    this.#container = container;
    if (container.pid === 0) await container.ended; // it says why
    this.#pids.add(container.pid);
    this.#record({ kind: 'life-started', arm, life, atMs: monotonicMs(), pid: container.pid, cgroup });
    const over = new AbortController();
    const ended = container.ended.finally(() => over.abort());
    if (await becomesReady(app, () => pidsIn(cgroup), over.signal))
      this.#record({ kind: 'life-ready', arm, life, atMs: monotonicMs() });
    const end = await ended;
    const atMs = container.endedMs;
    const { count, from } = this.#version.oomKills(cgroup);
    this.#kills += count;
    const pod = this.#version.usage(podCgroup);
    const left = measureScratch(scratch);
    const { lastLines } = container;
    const counts = { reason: null, oomKills: count, oomKillsFrom: from, pod, scratch: left, lastLines };
    this.#record({ kind: 'life-ended', arm, life, atMs, ...end, ...counts });
    await removeCgroup(cgroup);
    return end.exitCode;
  }
}
