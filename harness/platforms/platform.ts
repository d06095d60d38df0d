import type { Load } from '../load/load.ts';
import type { HostFacts, Recorder } from '../recording/types.ts';
import type { Arm } from '../scenario/types.ts';

/** A place where arms run. An adapter is a folder beside this file. */
export interface Platform {
  name: string;
  /**
   * What the host can do for these arms, found out before the first side effect. Throws a Failure of kind
   * `missing` that says what is not there and how to mend it.
   */
  inspect: (arms: Arm[]) => Promise<HostFacts | null>;
  /** Makes what all arms of a run share. */
  prepare: (arms: Arm[]) => Promise<PreparedPlatform>;
  /** How many of these arms the host has processors and memory for at once. */
  jobs: (arms: Arm[], host: HostFacts | null) => number;
}

export interface PreparedPlatform {
  /** Makes an arm's cgroup and volume. Whatever it reports goes to `record`. */
  makePod: (arm: Arm, record: Recorder) => Promise<Pod>;
  /** The load to use where the platform brings its own. */
  load: Load | null;
  /** Undoes `prepare`. Safe to call again. */
  close: () => Promise<void>;
}

/** The pod of one arm. Sampling begins before the app does. */
export interface Pod {
  /** Begins to sample its cgroups. */
  startSampling: () => Promise<void>;
  /** Starts the app; resolves once it takes requests, and rejects with NeverUp where its first life ends before. */
  startApp: (signal: AbortSignal) => Promise<StartedApp>;
  /** Ends the app, removes cgroup and volume, then ends the sampling. Safe to call again. */
  remove: () => Promise<void>;
}

export interface StartedApp {
  /** Where it takes requests, also after a restart. */
  url: string;
  /** Resolves at the end of the nth life, from 1; never where there is no such end. */
  death: (nth: number) => Promise<void>;
}

/** The app's first life ended, or its time was over, before it took a request. */
export class NeverUp extends Error {
  override readonly name = 'NeverUp';
  /** The kernel killed it at its limit. */
  readonly oomKilled: boolean;
  readonly lastLines: string[];

  constructor(how: string, oomKilled: boolean, lastLines: string[]) {
    super(how);
    this.oomKilled = oomKilled;
    this.lastLines = lastLines;
  }
}
