import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../errors.ts';
import { listenersIn } from '../../kernel/listens-on.ts';
import { readProc } from '../../kernel/procfs.ts';
import type { Arm } from '../../scenario/types.ts';
import { fixedPort } from './app.ts';

/** Throws a Failure if this host lacks what an app of one's own names: a folder, or a port that is free. */
export function checkOwnApps(arms: Arm[]): void {
  for (const arm of arms) {
    const { app, scratch } = arm.setup;
    if ('command' in app && app.cwd !== undefined && !isFolder(resolve(arm.folder, app.cwd)))
      throw new Failure('usage', `${arm.locate(['app', 'cwd'])}: app.cwd: ${app.cwd} is no folder`);
    const { at } = scratch;
    if (at !== undefined && !isFolder(at)) {
      throw new Failure(
        'usage',
        `${arm.locate(['scratch', 'at'])}: scratch.at: ${at} is no folder on this host`,
        {
          hint: 'The volume is shown there, for the app alone: make the folder, or name one that is there.',
        },
      );
    }
    const port = fixedPort(arm);
    if (port !== null && isTaken(port)) {
      throw new Failure('missing', `Another program listens on port ${port}, which ${arm.id} needs.`, {
        hint: 'End it; or leave out app.port and let the command take {port}, a free one.',
      });
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isTaken(port: number): boolean {
  return ['/proc/net/tcp', '/proc/net/tcp6'].some(
    (file) => listenersIn(readProc(file) ?? '', port).length > 0,
  );
}
