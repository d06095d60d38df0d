import type { Expect, HostCase, Setup } from './schema.ts';

/** One run of the app under one load; the fixes are arms that differ from `baseline` in one lever. */
export interface Arm {
  /** `SCENARIO/ARM`, unique in a run. */
  id: string;
  name: string;
  title: string;
  setup: Setup;
  expect: Expect;
  /** What holds in place of `expect` on some hosts. */
  hostCases: (HostCase & Pick<Arm, 'expectedAt'>)[];
  /** Why this is expected of this host; null where it is expected of every host. */
  because: string | null;
  /** Where a value of its setup stands, as `file:line:col`; for errors that only a run can find. */
  locate: (setupPath: string[]) => string;
  /** Where each key of `expect` stands, the same way. */
  expectedAt: Record<string, string>;
}

export interface Scenario {
  name: string;
  title: string;
  /** What a trainee reads: what happens here and why. */
  story: string;
  /** The file it was read from, as the user would name it. */
  file: string;
  arms: Arm[];
}
