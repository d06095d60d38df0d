/** Lines on the run as a whole: what it ran on, what was run, and how it ended. */

/** One thing that a platform takes, and whether it is there. */
export interface Check {
  name: string;
  /** `warn`: a run is possible, but less sure or less quick. */
  state: 'ok' | 'warn' | 'missing';
  /** What was found: a version, a size, or why it is not there. */
  found: string;
  /** What to do about it; null where all is well. */
  mend: string | null;
}

export interface HostFacts {
  kernel: string;
  cgroupVersion: 1 | 2;
  /** /sys/kernel/mm/lru_gen/enabled, null where the kernel has no MGLRU. */
  lruGen: string | null;
  /** Null where it is not known, as of a daemon's host far away. */
  swapBytes: number | null;
  processors: number;
  memoryBytes: number;
  availableBytes: number;
  node: string;
  /** Whether DAMON page-out runs, which shrinks idle file cache by itself. */
  damon: boolean | null;
  /** The disk under the disk scratch; null where no arm has one. */
  disk: { directory: string; fileSystem: string; device: string; writeBytesPerSecond: number } | null;
  /**
   * Whether the lives of an arm share a limited cgroup, so that what one leaves on a tmpfs counts against
   * the next. Absent where they always do.
   */
  residueCounts?: boolean;
}

/** How a run was asked for, for whoever wants it again. */
export interface Asked {
  /** Behind sudo. */
  sudo: boolean;
  /** The file that was run with Node; null where npm ran it, in the tool's own folder. */
  bin: string | null;
  /** What was typed where a name on PATH ran it: `not-a-leak`, `npx not-a-leak`; absent where none did. */
  command?: string;
  /** Of a run: its arguments, in full. Of a command: those that its own line does not tell. */
  args: string[];
}

export interface RunLine {
  kind: 'run';
  schemaVersion: number;
  version: string;
  /** Wall clock, ISO 8601. */
  startedAt: string;
  atMs: number;
  platform: string;
  load: string;
  /** Null where it is lost. */
  seed: number | null;
  host: HostFacts | null;
  /** What the platform takes, as it was found before the run. */
  checks: Check[];
  columns: readonly string[];
  /** Absent in recordings of version 0.1.0. */
  asked?: Asked;
}

export interface ScenarioLine {
  kind: 'scenario';
  name: string;
  title: string;
  story: string;
  file: string;
}

/** The kernel killed for want of memory during the run, at whatever limit. */
export interface HostOomLine {
  kind: 'host-oom';
  atMs: number;
  /** All kills on this host, those of the arms with them (/proc/vmstat: oom_kill). */
  kills: number;
  /** The kernel's lines on those for want of memory on the whole host; null where its log can't be read. */
  kernelLines: string[] | null;
}

export interface RunEndedLine {
  kind: 'run-ended';
  atMs: number;
  /** SIGINT or SIGTERM where one cut the run short. */
  interrupted: string | null;
  /** The message of the failure that ended the run early. */
  failure: string | null;
  /** The exit code of a run that was cut short or failed; null leaves it to the verdict. */
  exitCode: number | null;
}
