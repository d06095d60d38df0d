/** Lines on an arm: what it is, and when its load began and it ended. */
import type { Expect, Setup } from '../scenario/schema.ts';

/** What an arm is, before it runs. A second one of the same arm begins its second try: what was is put aside. */
export interface ArmLine {
  kind: 'arm';
  arm: string;
  scenario: string;
  name: string;
  title: string;
  setup: Setup;
  /** As it holds on this host. */
  expect: Expect;
  /** Where each expectation stands, as `file:line:col`; absent in recordings from before it was kept. */
  expectedAt?: Record<string, string>;
  /** Why this is expected of this host; absent where it is expected of every host. */
  because?: string;
  /** Why it does not run here; absent where it does. */
  skipped?: string;
  /** What the measurement of the first try did not tell, for which it runs once more; absent in the first. */
  retriedFor?: string;
}

/** The load began: zero of the arm's own clock. */
export interface ArmStartedLine {
  kind: 'arm-started';
  arm: string;
  atMs: number;
}

export interface ArmEndedLine {
  kind: 'arm-ended';
  arm: string;
  atMs: number;
  /**
   * `stopped`: something else of the run failed, such as another arm; recordings from before it was told apart have
   * `interrupted` for it. Of a command: `ended` by itself or by a kill, or ended by the tool at its `timeout`.
   */
  reason: 'load-done' | 'shown' | 'interrupted' | 'stopped' | 'failed' | 'ended' | 'timeout';
}
