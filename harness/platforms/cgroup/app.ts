import { resolve } from 'node:path';
import type { CommandApp } from '../../scenario/app-schema.ts';
import type { LoadSetup } from '../../scenario/load-schema.ts';
import { asSample, type SampleSetup } from '../../scenario/schema.ts';
import type { Arm } from '../../scenario/types.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';
import { readinessOf } from '../readiness.ts';
import type { User } from '../../process/step-down.ts';
import { userNamed } from './named-user.ts';
import { asUser } from './app-user.ts';
import type { CgroupRun } from './run.ts';
import type { AppSettings } from './supervisor/settings.ts';

/** How to start an arm's app: a process on this host, with its files in `scratchDir`, that listens on `port`. */
export function appOf(run: CgroupRun, arm: Arm, scratchDir: string, port: number): AppSettings {
  const { app } = arm.setup;
  if ('command' in app) return commandOf(run, arm, app, port);
  return sampleOf(run, asSample(arm.setup), scratchDir, port);
}

function sampleOf(
  { programs, user, env }: CgroupRun,
  setup: SampleSetup,
  scratchDir: string,
  port: number,
): AppSettings {
  const { app, memory, scratch } = setup;
  return {
    argv: [...asUser(user), process.execPath, ...nodeArguments(memory), programs.app],
    env: {
      PATH: env['PATH'] ?? '/usr/bin:/bin',
      PORT: String(port),
      ...appEnvironment(app, scratch),
      SCRATCH_DIR: scratchDir,
    },
    port,
    ...readinessOf(setup),
  };
}

/** The user that an arm's app runs as, who owns its volume; null is root. */
export function userOf({ user, caller }: CgroupRun, { setup: { app }, locate }: Arm): User | null {
  if (!('command' in app)) return user;
  return app.user === undefined ? caller : userNamed(app.user, locate(['app', 'user']));
}

/** The port that an app insists on; null if it takes any. */
export function fixedPort({ setup: { app } }: Arm): number | null {
  return 'command' in app ? (app.port ?? null) : null;
}

/** A command runs as whoever runs the harness would start it: in its folder, with their environment. */
function commandOf(run: CgroupRun, arm: Arm, app: CommandApp, port: number): AppSettings {
  const words = app.command.map((word) => word.replaceAll('{port}', String(port)));
  return {
    argv: [...asUser(userOf(run, arm)), ...words],
    env: { ...run.env, PORT: String(port), ...app.env },
    cwd: resolve(arm.folder, app.cwd ?? ''),
    port,
    ...readinessOf(arm.setup),
    ...ownWorkOf(arm.setup.load),
  };
}

/** What shows that an app without a load has worked. */
function ownWorkOf(load: LoadSetup): Pick<AppSettings, 'doneWith' | 'soughtLine'> {
  const delivered = 'none' in load ? load.delivered : undefined;
  if (delivered === undefined) return {};
  if ('exit' in delivered) return { doneWith: delivered.exit };
  return 'log' in delivered ? { soughtLine: delivered.log } : {};
}
