import type { Asked } from '../recording/run-lines.ts';
import type { PlatformName } from './platform-names.ts';

/** Where and how scenarios run. */
export interface RunOptions {
  /** The platform; `auto`, where it is not told, takes the first that has all it needs. */
  on?: 'auto' | PlatformName | undefined;
  /** What drives the load; `auto`, where it is not told, is k6 where that answers. */
  load?: 'auto' | 'builtin' | 'k6' | undefined;
  /** Folder for recording and reports; a new one below `repro-out` unless told. */
  out?: string | undefined;
  /** When it was asked for; now, unless told. Results that came into `out` since then are another's, and stay. */
  startedAt?: Date | undefined;
  /** So many arms side by side; as many as the host has room for unless told. */
  jobs?: number | undefined;
  /** So many times slower than written; as the host needs unless told. */
  stretch?: number | undefined;
  /** Of the uploads; any unless told. */
  seed?: number | undefined;
  /** Folder on a disk for disk scratch, on cgroup. */
  scratchDir?: string | undefined;
  /** The kind node image. */
  image?: string | undefined;
  /** An existing kind cluster. */
  cluster?: string | undefined;
  /** Leaves what the platform made standing. */
  keep?: boolean | undefined;
  /** The same, where an expectation was not met or the run failed. */
  keepOnFailure?: boolean | undefined;
  /** How to ask for the run again, as its reports show it, once platform and load are chosen. */
  asked?: ((platform: string, load: string, seed: number) => Asked) | undefined;
}
