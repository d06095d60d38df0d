/** A volume whose files are memory: an emptyDir of medium Memory, a tmpfs, a /dev/shm of a size of its own. */
export interface MemoryVolume {
  name: string;
  /** Where the app sees it. */
  at: string;
  /** Its own limit; null if it may fill the app's. */
  sizeBytes: number | null;
}

/** A file of the scenario's folder; `path` is relative to it. */
export interface OwnFile {
  path: string;
  text: string;
  /** What is in it, for the reader of the answer. */
  about: string;
}

/** The object that patches change, and the container in it that is measured. */
export interface PatchTarget {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  container: string;
  /** Keys that lead from the object to the spec of its pod. */
  podSpecAt: readonly string[];
}

/** What was found out about an app, whatever it was found in. */
export interface Draft {
  /** What it is: `deployment/api of k8s/api.yaml`. */
  what: string;
  /** Where each command, manifest or image comes from, for the scenario's first comment. */
  source: string;
  /** `app` of the scenario, its keys in the order to write them. */
  app: Record<string, unknown>;
  /** The limit that is in force, and where it says so; null if nothing does. */
  limit: { bytes: number; from: string } | null;
  /** What has no limit, in words: `the container api of deployment/api`. */
  limited: string;
  volumes: MemoryVolume[];
  /** Null for an app that is not made by manifests: its arms change the scenario alone. */
  patched: PatchTarget | null;
  /** Whether it is known to take requests. */
  listens: boolean;
  /** Whether its work has an end, as a Job's. */
  ends: boolean;
  files: OwnFile[];
  took: string[];
  /** What is there and was not taken, each with the reason. */
  left: string[];
}
