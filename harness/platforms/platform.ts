import type { Load } from '../load/load.ts';
import type { Programs } from '../package/programs.ts';
import type { Check, HostFacts, Recorder } from '../recording/types.ts';
import type { Ledger } from '../resources/ledger.ts';
import type { Arm } from '../scenario/types.ts';

/**
 * A place where arms run; an adapter is a folder beside this file. Each step of its life gives the next:
 * Platform, InspectedPlatform, PreparedPlatform, Pod, StartedApp.
 */
export interface Platform {
  name: string;
  /** What it takes, and whether it is there; touches nothing. The rows of `doctor`. */
  check: () => Promise<Check[]>;
  /**
   * Finds out what the host can do for these arms, before the first side effect. Throws a Failure of kind
   * `missing` that says what is not there and how to mend it.
   */
  inspect: (arms: Arm[], run: RunContext) => Promise<InspectedPlatform>;
}

/** What a run lends to the platform that it runs on. */
export interface RunContext {
  /** Where all that is made is written down before. Its name names the run. */
  ledger: Ledger;
  /** Folder of the run, for programs, mount points and kubeconfigs; removed by the caller. */
  workFolder: string;
  programs: Programs;
  /** Tells the user something about the run. */
  say: (text: string) => void;
}

/** A platform whose host is known. */
export interface InspectedPlatform {
  name: string;
  /** Null where there is no host, as for the scripted platform. */
  facts: HostFacts | null;
  /** How many times slower than written scenarios run here, so that the host keeps up with their load. */
  stretch: number;
  /** Why this arm can't run here though others can; null where it can. */
  skipReason: (arm: Arm) => string | null;
  /** How many of these arms the host has processors and memory for at once. */
  jobs: (arms: Arm[]) => number;
  /** Makes what all arms of a run share. */
  prepare: (arms: Arm[], signal: AbortSignal) => Promise<PreparedPlatform>;
}

/** A platform with all that the arms of a run share. */
export interface PreparedPlatform {
  /** Makes an arm's cgroup and volume. Whatever it reports goes to `record`. */
  makePod: (arm: Arm, record: Recorder, signal: AbortSignal) => Promise<Pod>;
  /** The load to use where the platform brings its own. */
  load: Load | null;
  /** How long the restarts after so many deaths take here in all: a kubelet waits before each. */
  restartsMs: (deaths: number) => number;
  /**
   * How long before the load of an arm is over the app of the next may be started beside it, in ms, where so many arms
   * run side by side; 0 where the host has no room for one more, or it would be in the way.
   */
  upAheadMs: (jobs: number) => number;
  /** Undoes `prepare`, or says how to undo it where the user wants to keep it. Safe to call again. */
  close: (end: RunEnd) => Promise<void>;
}

/** How a run ended, for a platform that keeps or saves something then. */
export interface RunEnd {
  /** Infrastructure failed: save what helps to find out why. */
  failed: boolean;
  /** Leave standing what can be looked into. */
  keep: boolean;
  /** Folder for what is saved; made when it is needed. */
  logsFolder: string;
}

/** The pod of one arm. */
export interface Pod {
  /** Where its app is going to take requests; null where only `start` tells. */
  url: string | null;
  /**
   * Starts the app with its cgroups sampled; resolves once it takes requests, and rejects with NeverUp where
   * its first life ends before.
   */
  start: (signal: AbortSignal) => Promise<StartedApp>;
  /** Records what a person would look at by hand now: commands, and what they really print. */
  gatherEvidence: () => Promise<void>;
  /**
   * Ends the app, removes cgroup and volume, then ends the sampling. With `keep` the pod stays where the
   * platform can keep it. Safe to call again.
   */
  remove: (keep: boolean) => Promise<void>;
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
