import type { Setup } from '../../scenario/schema.ts';
import type { User } from '../../process/step-down.ts';
import { asUser } from './app-user.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';

/** How to start the sample app: a process on this host, with its files in `scratchDir`. */
export function appOf(program: string, setup: Setup, scratchDir: string, port: number, user: User | null) {
  return {
    argv: [...asUser(user), process.execPath, ...nodeArguments(setup), program],
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      PORT: String(port),
      ...appEnvironment(setup),
      SCRATCH_DIR: scratchDir,
    },
  };
}
