import type { Asked } from '../recording/run-lines.ts';
import type { PlatformName } from './platform-names.ts';

/** Where and how scenarios run. */
export interface RunOptions {
  /** The platform; `auto`, the default, takes the first with all it needs. */
  on?: 'auto' | PlatformName | undefined;
  /** The load generator; `auto`, the default, is k6 if it answers. */
  load?: 'auto' | 'builtin' | 'k6' | undefined;
  /** Folder for recording and reports; by default a new one under `repro-out`. */
  out?: string | undefined;
  /** When the run was requested; default now. Results written to `out` since then belong to another run and stay. */
  startedAt?: Date | undefined;
  /** Arms to run side by side; by default as many as the host has room for. */
  jobs?: number | undefined;
  /** Slow-down factor of the scenarios; by default whatever the host needs. */
  stretch?: number | undefined;
  /** Seed of the uploads; random by default. */
  seed?: number | undefined;
  /** Folder on a disk for disk scratch, on cgroup. */
  scratchDir?: string | undefined;
  /** The kind node image. */
  image?: string | undefined;
  /** An existing kind cluster. */
  cluster?: string | undefined;
  /** An earlier result of the same scenarios to compare with: a result.json, or the folder of a run. */
  against?: string | undefined;
  /** Leaves everything the platform made standing. */
  keep?: boolean | undefined;
  /** The same, but only if an expectation was not met or the run failed. */
  keepOnFailure?: boolean | undefined;
  /** How to ask for this run again, for its reports; called once platform and load are chosen. */
  asked?: ((platform: string, load: string, seed: number) => Asked) | undefined;
}
