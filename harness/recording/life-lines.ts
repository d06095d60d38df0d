/** Lines on the lives of an app's container: the first, and one for each restart. */

/** Its main process was started. */
export interface LifeStartedLine {
  kind: 'life-started';
  arm: string;
  life: number;
  atMs: number;
  pid: number;
  cgroup: string;
}

/** It took its first request. */
export interface LifeReadyLine {
  kind: 'life-ready';
  arm: string;
  life: number;
  atMs: number;
}

/** Its main process was gone, and its cgroup's counters were read. */
export interface LifeEndedLine {
  kind: 'life-ended';
  arm: string;
  life: number;
  atMs: number;
  exitCode: number | null;
  signal: string | null;
  /** What the platform gives as the reason (Kubernetes: OOMKilled, Error, StartError); null where it gives none. */
  reason: string | null;
  /** Set where the harness ended it, so that its end says nothing of the app. */
  stopped: boolean;
  /** The container cgroup's own count, read once the process was gone. */
  oomKills: number;
  /** The file and field that the count came from. */
  oomKillsFrom: string;
  /** The most that was ever charged, by the kernel's own mark; absent where it was not read. */
  peakBytes?: number | null;
  /** What the pod still holds after the death. */
  pod: { usage: number; shmem: number };
  /** What lies on its volume; null where nobody can look. */
  scratch: Scratch | null;
  /** Its last lines of output. */
  lastLines: string[];
}

/** What lies on a volume. */
export interface Scratch {
  files: number;
  bytes: number;
  fileSystem: string;
}
