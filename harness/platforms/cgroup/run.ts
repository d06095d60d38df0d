import type { Programs } from '../../package/programs.ts';
import type { Environment } from '../../process/caller.ts';
import type { User } from '../../process/step-down.ts';
import type { Ledger } from '../../resources/ledger.ts';

/** What a run's pods share. */
export interface CgroupRun {
  cgroupVersion: 1 | 2;
  runCgroup: string;
  /** Folder on a disk for this run's volumes; null if no arm needs one. */
  diskFolder: string | null;
  workFolder: string;
  ledger: Ledger;
  /** The apps' user; null is root. */
  user: User | null;
  programs: Programs;
  /** Whoever runs the harness, for a command of theirs; null is root. */
  caller: User | null;
  /** The caller's environment. */
  env: Environment;
  /** A free loopback port. */
  freePort: () => Promise<number>;
}
