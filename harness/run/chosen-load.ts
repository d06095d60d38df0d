import type { Load } from '../load/load.ts';
import type { Programs } from '../package/programs.ts';
import type { Ledger } from '../resources/ledger.ts';

/** What drives a run's load, and what to say about the choice. */
export interface ChosenLoad {
  /** The name in the recording: of what sends requests, if any arm takes some. */
  name: 'k6' | 'builtin' | 'scripted' | 'command' | 'none';
  /** For people, one line each. */
  notes: string[];
  make: (parts: LoadParts) => Load;
}

export interface LoadParts {
  programs: Programs;
  seed: number;
  ledger: Ledger;
  workFolder: string;
  logFolder: string;
}
