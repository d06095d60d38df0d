import type { Setup } from '../../scenario/schema.ts';
import { asUser } from './app-user.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';
import type { CgroupRun } from './run.ts';

/** How to start the sample app: a process on this host, with its files in `scratchDir`. */
export function appOf({ programs, user, env }: CgroupRun, setup: Setup, scratchDir: string, port: number) {
  return {
    argv: [...asUser(user), process.execPath, ...nodeArguments(setup), programs.app],
    env: {
      PATH: env['PATH'] ?? '/usr/bin:/bin',
      PORT: String(port),
      ...appEnvironment(setup),
      SCRATCH_DIR: scratchDir,
    },
  };
}
