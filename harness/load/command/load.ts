import { join } from 'node:path';
import { copyOut } from '../../files/copy-out.ts';
import type { CommandLoad } from '../../scenario/load-schema.ts';
import type { Arm } from '../../scenario/types.ts';
import type { RunningLoad } from '../load.ts';
import { driveProgram } from '../program.ts';
import type { Recorder } from '../../recording/types.ts';
import { addressOf, withAddress } from './address.ts';
import type { CommandSettings } from './settings.ts';

interface CommandOptions {
  /** The program that runs the command. */
  program: string;
  /** For its output while it runs. */
  workFolder: string;
  /** For its output afterwards, as load-SCENARIO-ARM.log. */
  logFolder: string;
}

/** A load by any command, in its own process: it ends with the arm, or with the harness. */
export function driveCommand(
  { program, workFolder, logFolder }: CommandOptions,
  arm: Arm,
  load: CommandLoad,
  url: string | null,
  record: Recorder,
): RunningLoad {
  const name = `load-${arm.id.replaceAll('/', '-')}.log`;
  const { delivered } = load;
  const settings: CommandSettings = {
    arm: arm.id,
    argv: withAddress(load.command, url) as CommandSettings['argv'],
    env: addressOf(url),
    cwd: arm.folder,
    forMs: load.for,
    logFile: join(workFolder, name),
    log: `logs/${name}`,
    sought: delivered && 'log' in delivered ? delivered.log : null,
  };
  const running = driveProgram('command', program, settings, record);
  return {
    run: running.run,
    stop: async () => {
      await running.stop();
      copyOut(settings.logFile, join(logFolder, name));
    },
  };
}
