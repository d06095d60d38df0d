import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { Programs } from '../package/programs.ts';
import { callerOf, type Caller } from '../process/caller.ts';
import type { Against, RecordingLine } from '../recording/types.ts';
import type { RecordingFile } from '../recording/write.ts';
import type { Ledger } from '../resources/ledger.ts';
import type { OutFolder } from '../resources/out-folder/out-folder.ts';
import type { Scenario } from '../scenario/types.ts';
import type { RunFindings } from '../verdict/types.ts';
import type { ChosenLoad } from './chosen-load.ts';
import { observerOf, type RunCaller, type RunObserver } from './observer.ts';
import type { RunOptions } from './options.ts';
import type { RunPlan } from './run-plan.ts';

/** A run in progress: each part is set from the step of that name on. */
export class RunState {
  readonly scenarios: Scenario[];
  readonly options: RunOptions;
  readonly caller: Caller;
  readonly observer: RunObserver;
  /** Seed of the uploads. */
  readonly seed: number;
  /** The earlier result that it is compared with; null if there is none. */
  readonly against: Against | null;
  /** Called once all checks have passed, so that a refused run leaves nothing behind. */
  readonly makeFolder: () => OutFolder;
  load!: ChosenLoad;
  ledger!: Ledger;
  /** For programs and mount points. */
  workFolder!: string;
  programs!: Programs;
  plan!: RunPlan;
  folder!: OutFolder;
  file!: RecordingFile;
  /** What cut the arms short or could not be undone; recorded and judged with the rest. */
  error: unknown = null;
  findings!: RunFindings;

  constructor(
    scenarios: Scenario[],
    options: RunOptions & RunCaller,
    makeFolder: () => OutFolder,
    against: Against | null = null,
  ) {
    this.against = against;
    this.scenarios = scenarios;
    this.options = options;
    this.caller = callerOf(options);
    this.observer = observerOf(options.observer);
    this.seed = options.seed ?? randomInt(2 ** 31);
    this.makeFolder = makeFolder;
  }

  get logFolder(): string {
    return join(this.folder.path, 'logs');
  }

  readonly record = (line: RecordingLine): void => {
    this.file.record(line);
    this.observer.see(line);
  };
}
