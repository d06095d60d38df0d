import type { Load } from '../load/load.ts';
import type { Programs } from '../package/programs.ts';
import type { Check, HostFacts, Recorder } from '../recording/types.ts';
import type { Ledger } from '../resources/ledger.ts';
import type { AppForm } from '../scenario/app-schema.ts';
import type { Arm } from '../scenario/types.ts';
import type { Right } from './rights.ts';

/**
 * A place to run arms; each adapter is a folder beside this file. Each stage yields the next: Platform,
 * InspectedPlatform, PreparedPlatform, Pod, StartedApp.
 */
export interface Platform {
  name: string;
  /** In which forms it can run an app. */
  forms: readonly AppForm[];
  /** The rights that the steps of a run need, whoever runs it, in display order. */
  rights: Right[];
  /** The requirements and whether they are met; touches nothing. The rows of `doctor`. */
  check: () => Promise<Check[]>;
  /**
   * Finds out what the host can do for these arms, before any side effect. Throws a Failure of kind `missing` that
   * says what is missing and how to fix it.
   */
  inspect: (arms: Arm[], run: RunContext) => Promise<InspectedPlatform>;
}

/** What a run provides to its platform. */
export interface RunContext {
  /** Everything is entered here before it is made. Its name is the run's. */
  ledger: Ledger;
  /** The run's folder for programs, mount points and kubeconfigs; removed by the caller. */
  workFolder: string;
  programs: Programs;
  /** Tells the user something about the run. */
  say: (text: string) => void;
}

/** A platform whose host is known. */
export interface InspectedPlatform {
  name: string;
  /** Null without a host, as on the scripted platform. */
  facts: HostFacts | null;
  /** Slow-down factor of scenarios, so that the host keeps up with their load. */
  stretch: number;
  /** Why this arm can't run here while others can; else null. */
  skipReason: (arm: Arm) => string | null;
  /** How many of these arms the host has processors and memory for at once. */
  jobs: (arms: Arm[]) => number;
  /** Makes what all arms of a run share. */
  prepare: (arms: Arm[], signal: AbortSignal) => Promise<PreparedPlatform>;
}

/** A platform with everything that a run's arms share. */
export interface PreparedPlatform {
  /** Makes an arm's cgroup and volume, and reports to `record`. */
  makePod: (arm: Arm, record: Recorder, signal: AbortSignal) => Promise<Pod>;
  /** The platform's own load, if it has one. */
  load: Load | null;
  /** Total time of the restarts after so many deaths, including the kubelet's back-off. */
  restartsMs: (deaths: number) => number;
  /**
   * How long before an arm's load ends the next app may start beside it, in ms, with so many arms side by side; 0
   * if the host has no room for one more or it would disturb.
   */
  upAheadMs: (jobs: number) => number;
  /** Undoes `prepare`, or says how to if it is kept. Idempotent. */
  close: (end: RunEnd) => Promise<void>;
}

/** How a run ended, for platforms that then keep or save something. */
export interface RunEnd {
  /** The infrastructure failed: save what helps to explain it. */
  failed: boolean;
  /** Leave standing what can be inspected. */
  keep: boolean;
  /** Folder for what is saved; made on demand. */
  logsFolder: string;
}

/** The pod of one arm. */
export interface Pod {
  /** Where its app will accept requests; null if only `start` knows, or nowhere. */
  url: string | null;
  /**
   * Starts the app, with its cgroups sampled; resolves once it accepts requests, rejects with NeverUp if its first
   * life ends before.
   */
  start: (signal: AbortSignal) => Promise<StartedApp>;
  /** Records what a person would inspect by hand now: commands and their real output. */
  gatherEvidence: () => Promise<void>;
  /**
   * Ends the app, removes cgroup and volume, then ends the sampling. With `keep` the pod stays, if the platform can
   * keep it. Idempotent.
   */
  remove: (keep: boolean) => Promise<void>;
}

export interface StartedApp {
  /** The folder of its pod's cgroup, if this host sees that and its processes; else null. */
  cgroup: string | null;
  /** Where it accepts requests, also after a restart; null if it listens nowhere. */
  url: string | null;
  /** Resolves at the end of the nth life, from 1; may never resolve. */
  death: (nth: number) => Promise<void>;
}

/** The app's first life ended, or timed out, before it accepted a request. */
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
