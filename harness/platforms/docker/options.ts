import type { Ledger } from '../../resources/ledger.ts';
import type { Programs } from '../../package/programs.ts';

export interface DockerOptions {
  /** Folder of the run, for programs; removed by the caller. */
  workFolder: string;
  /** Its name is the run's own. */
  ledger: Ledger;
  programs: Programs;
  env: Record<string, string | undefined>;
  /** Tells the user something about the run. */
  say: (text: string) => void;
  /** Gives a loopback port that nobody listens on now; a parameter for tests. */
  freePort?: () => Promise<number>;
}
