import type { Setup } from '../../scenario/schema.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';

/** How the sample app is started: a process on this host, with its files in `scratchDir`. */
export function appOf(program: string, setup: Setup, scratchDir: string, port: number) {
  return {
    argv: [process.execPath, ...nodeArguments(setup), program],
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      PORT: String(port),
      ...appEnvironment(setup),
      SCRATCH_DIR: scratchDir,
    },
  };
}
