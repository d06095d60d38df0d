/** Runs a load's command for one arm, as a program of its own, so that it ends even if the harness is gone. */
import { openSync } from 'node:fs';
import { becomeCaller } from '../../process/step-down.ts';
import { serveLoad } from '../serve.ts';
import { CommandRun } from './run.ts';
import type { CommandSettings } from './settings.ts';

await serveLoad((line, write) => {
  const settings = JSON.parse(line) as CommandSettings;
  const log = openSync(settings.logFile, 'w', 0o600); // while it may: the folder is root's
  becomeCaller(process.env);
  return new CommandRun(settings, log, write);
});
