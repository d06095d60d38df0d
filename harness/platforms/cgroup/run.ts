import type { Programs } from '../../package/programs.ts';
import type { User } from '../../process/step-down.ts';
import type { Ledger } from '../../resources/ledger.ts';

/** What the pods of a run share. */
export interface CgroupRun {
  cgroupVersion: 1 | 2;
  runCgroup: string;
  /** Folder on a disk for the volumes of this run; null where no arm has one. */
  diskFolder: string | null;
  workFolder: string;
  ledger: Ledger;
  /** Who the apps are; null is root. */
  user: User | null;
  programs: Programs;
  /** A loopback port that nobody listens on now. */
  freePort: () => Promise<number>;
}
