import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { killProcess } from '../harness/process/kill.ts';
import { endProcesses, processesOf } from '../harness/resources/processes.ts';
import { readLedgers } from '../harness/resources/read.ts';
import { cli, leftovers, ownPlaces, ownProcesses, type CliOptions, type CliResult } from './cli.ts';

/**
 * A run whose ledger is in a folder of its own. So it waits for no other run, and what it left is told from what runs
 * beside it are making.
 */
export class OwnRun {
  /** For commands on what it left. */
  readonly env = { REPRO_STATE_DIR: mkdtempSync(join(ownPlaces.TMPDIR, 'state-')) };
  #name: string | undefined;

  /** Marks all that it makes. */
  get name(): string {
    if (this.#name === undefined) throw new Error('The run has made nothing yet.');
    return this.#name;
  }

  hasBegun(): boolean {
    return this.#name !== undefined;
  }

  start(args: string[], { env = {}, onStderr, ...options }: CliOptions = {}): Promise<CliResult> {
    const see: CliOptions['onStderr'] = (text, kill) => {
      this.#name ??= readLedgers(this.env).ledgers[0]?.run;
      onStderr?.(text, kill);
    };
    return cli(args, { env: { ...env, ...this.env }, onStderr: see, ...options });
  }

  /** Then `clean` alone is left to undo what it made, once it is killed as well. */
  killJanitor(): void {
    ownProcesses(this.env.REPRO_STATE_DIR).forEach(killProcess); // the janitor is told the ledger's path
  }

  /** Ends it, where it goes on although its test is over. */
  async end(): Promise<void> {
    const { ledgers } = readLedgers(this.env);
    for (const { owner, state } of ledgers) if (state === 'alive') killProcess(owner.pid);
    if (this.hasBegun()) await endProcesses(this.name);
  }

  /** What it has left on this host: processes, mounts, temporary folders, entries of its ledger. */
  left(): string[] {
    const entries = readLedgers(this.env).ledgers.flatMap((ledger) => ledger.entries);
    const open = entries.filter(({ kept }) => !kept).map(({ kind, name }) => `in a ledger: ${kind} ${name}`);
    if (!this.hasBegun()) return open;
    const processes = processesOf(this.name).map((pid) => `process ${pid} of ${this.name}`);
    return [...leftovers().filter((left) => left.includes(this.name)), ...processes, ...open];
  }
}

/** Makes runs for a test file. What a failed test leaves of one goes at the end of the file, by `removeByHand`. */
export function ownRuns(removeByHand: (run: string) => Promise<void>): () => OwnRun {
  const runs: OwnRun[] = [];
  afterAll(async () => {
    for (const run of runs) {
      await run.end();
      if (run.hasBegun()) await removeByHand(run.name);
    }
  });
  return () => {
    const run = new OwnRun();
    runs.push(run);
    return run;
  };
}
