import type { Expect, HostCase, Setup } from './schema.ts';

/** One run of the app under one load; fixes are arms that differ from `baseline` in one respect. */
export interface Arm {
  /** `SCENARIO/ARM`, unique in a run. */
  id: string;
  name: string;
  title: string;
  setup: Setup;
  /** The folder of the scenario's file, absolute; what the setup names lies beside it. */
  folder: string;
  expect: Expect;
  /** Replacements of `expect` for some hosts. */
  hostCases: (HostCase & Pick<Arm, 'expectedAt'>)[];
  /** Why this is expected of this host; null if it is expected of every host. */
  because: string | null;
  /** Position of a setup value, as `file:line:col`; for errors that only a run can find. */
  locate: (setupPath: string[]) => string;
  /** Position of each key of `expect`, likewise. */
  expectedAt: Record<string, string>;
}

export interface Scenario {
  name: string;
  title: string;
  /** The lesson for a trainee: what happens here and why. */
  story: string;
  /** The file it was read from, as the user would name it. */
  file: string;
  arms: Arm[];
}
