import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../process/clock.ts';
import { takeHolders } from '../../holders/take-holders.ts';
import { watchHeaps } from '../../heap/watch.ts';
import { Runtimes } from '../../holders/runtime.ts';
import { watchHolders } from '../../holders/watch.ts';
import { pidsIn } from '../../kernel/pids-in.ts';
import { within } from '../../process/within.ts';
import { holdingOf } from '../../holders/processes.ts';
import type { Recorder } from '../../recording/types.ts';
import { goFirst } from '../../process/priority.ts';
import type { SignalName } from '../../process/signals.ts';
import { removeCgroup } from '../../kernel/remove-cgroup.ts';
import { cgroupVersions, makeCgroup, type CgroupVersion } from '../../kernel/cgroups.ts';
import { Container, type Ended } from '../../platforms/cgroup/supervisor/container.ts';
import type { HeardSignals } from './heard-signals.ts';
import { OwnShm } from '../../platforms/cgroup/supervisor/shm.ts';
import { readOwnKernelLog } from '../../kernel/log/own-kernel-log.ts';
import { below } from '../../kernel/log/own-kills.ts';
import { ExecScratchMounts } from './scratch.ts';
import { limitCountsOf, readNested } from '../../kernel/nested-cgroups.ts';
import { hasNested } from '../../kernel/nested-paths.ts';
import { commandStdio, type ExecSettings } from './settings.ts';

/** Time for the sampler to see the last charge when usage is near the limit. */
const lastSampleMs = 3;

const patienceMs = 2000;
/** Share of the limit; below it, the limit did not kill anything. */
const nearShare = 0.9;
/** An interrupted command may need time to clean up. */
const orderMs = 5000;

/** One command in its own cgroup, and what there is to report about it. */
export class SupervisedCommand {
  readonly #settings: ExecSettings;
  readonly #record: Recorder;
  readonly #version: CgroupVersion;
  readonly #scratch: ExecScratchMounts;
  readonly #shm: OwnShm;
  readonly #sinceMs = Date.now();
  readonly #pids = new Set<number>();
  readonly #runtimes = new Runtimes();
  readonly #heard: HeardSignals;
  #made = false;
  /** Whether cgroups appeared below its own: only the kernel log may report a kill in one. */
  #madeNested = false;
  #container: Container | undefined;

  constructor(settings: ExecSettings, heard: HeardSignals, record: Recorder) {
    this.#settings = settings;
    this.#heard = heard;
    this.#record = record;
    this.#version = cgroupVersions[settings.cgroupVersion];
    this.#scratch = new ExecScratchMounts(settings.scratch, settings.cwd);
    this.#shm = new OwnShm(settings.shmBytes);
  }

  makeCgroup(): void {
    const { cgroup, limitBytes } = this.#settings;
    makeCgroup(cgroup);
    this.#made = true;
    this.#version.limit(cgroup, limitBytes);
  }

  /** Makes everything else that the command needs, and reports the state before it. */
  async makeReady(): Promise<void> {
    this.#shm.make();
    this.#scratch.make(); // last: it may be inside the scratch
    this.#record(await this.#holders('start', null));
  }

  /** Runs the command to its end, and reports on it. */
  async run(): Promise<void> {
    const { arm, cgroup, limitBytes, heapOf, argv, env, cwd, ignoresHangup } = this.#settings;
    let unwatched: unknown;
    const startedMs = monotonicMs();
    const terminal = { stdio: commandStdio, sharesTerminal: true, ignoresHangup };
    const container = new Container(cgroup, { argv, env, cwd, ...terminal });
    this.#container = container;
    if (container.pid === 0) await container.ended; // it says why
    this.#pids.add(container.pid);
    goFirst(-10); // only now, or the command would inherit it
    this.#record({ kind: 'life-started', arm, life: 1, atMs: startedMs, pid: container.pid, cgroup });
    const usage = () => this.#version.charged(cgroup);
    const runtimes = this.#runtimes;
    const holders = watchHolders(
      {
        arm,
        cgroup,
        limitBytes,
        charged: () => this.#version.usage(cgroup),
        usage,
        kills: () => {
          this.#madeNested ||= hasNested(cgroup);
          return this.#version.oomKills(cgroup).count;
        },
        isFull: () => this.#shm.isFull(),
        runtimes,
      },
      (line) => {
        for (const { pid } of line.processes) this.#pids.add(pid);
        this.#record(line);
      },
    );
    const heaps = watchHeaps({ arm, cgroup, limitBytes, usage, runtimes, of: heapOf }, this.#record);
    try {
      this.#recordEnd(container, await container.ended);
    } finally {
      const stopped = Promise.all([holders.stop(), heaps.stop()]);
      unwatched = await stopped.then(() => undefined).catch((error: unknown) => error);
    }
    const sampled = sleep(lastSampleMs);
    this.#record(await this.#holders('after', this.#sinceMs));
    if (this.#madeNested) this.#recordNested();
    const killed = { pids: this.#pids, sinceMs: startedMs };
    if (this.#mayHaveKills()) this.#record(readOwnKernelLog(arm, below(`/${basename(cgroup)}`), killed));
    await sampled;
    // Processes that are just exiting no longer hold memory.
    const left = pidsIn(cgroup).flatMap((pid) => holdingOf(pid) ?? []);
    const processes = left.map(({ pid, name }) => ({ pid, name }));
    this.#record({ kind: 'left-behind', arm, atMs: monotonicMs(), processes });
    if (unwatched !== undefined) throw unwatched;
  }

  /** Forwards a signal, unless the terminal has sent it to the command too. */
  async signal(name: SignalName): Promise<void> {
    if (!(await this.#heard.has(name))) this.#container?.signal(name);
  }

  /** Ends the command with a signal that the harness got. */
  async interrupt(name: SignalName): Promise<void> {
    if (this.#container === undefined || this.#container.gone) return;
    const first = (await this.#heard.has(name)) ? null : name;
    await this.#container.stop(first, orderMs);
  }

  /** Reports the holders while the command is alive, then ends it. */
  async stop(): Promise<void> {
    if (this.#container === undefined || this.#container.gone) return;
    const holders = this.#holders('alive', this.#sinceMs);
    // A process stuck in reclaim may block reading its memory map for long: do without then.
    const line = await within(patienceMs, holders, null);
    if (line !== null) this.#record(line);
    await this.#container.stop();
  }

  async remove(): Promise<void> {
    try {
      if (this.#made) await removeCgroup(this.#settings.cgroup);
    } finally {
      this.#scratch.remove(); // its /dev/shm goes with the mount namespace
    }
  }

  #mayHaveKills(): boolean {
    const { cgroup, limitBytes } = this.#settings;
    const wasNear = (this.#version.peak(cgroup) ?? limitBytes) >= limitBytes * nearShare;
    return this.#madeNested || wasNear || this.#version.oomKills(cgroup).count > 0;
  }

  #recordNested(): void {
    const { arm, cgroup, cgroupVersion } = this.#settings;
    const own = limitCountsOf(cgroup, cgroupVersion);
    const cgroups = readNested(cgroup, cgroupVersion);
    this.#record({ kind: 'nested-cgroups', arm, atMs: monotonicMs(), own, cgroups });
  }

  #recordEnd({ endedMs: atMs }: Container, end: Ended): void {
    const { arm, cgroup } = this.#settings;
    const { count, from } = this.#version.oomKills(cgroup);
    const { usage, shmem } = this.#version.usage(cgroup);
    this.#record({
      kind: 'life-ended',
      arm,
      life: 1,
      atMs,
      ...end,
      reason: null,
      oomKills: count,
      oomKillsFrom: from,
      peakBytes: this.#version.peak(cgroup),
      pod: { usage, shmem },
      scratch: null,
      lastLines: [],
    });
  }

  #holders(when: 'start' | 'alive' | 'after', filesSinceMs: number | null) {
    const { arm, cgroup } = this.#settings;
    const charged = () => this.#version.usage(cgroup);
    return takeHolders({ arm, cgroup, when, charged, filesSinceMs, runtimes: this.#runtimes });
  }
}
