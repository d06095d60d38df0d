import { statSync } from 'node:fs';
import { Failure } from '../../errors.ts';
import { listenersIn } from '../../kernel/listens-on.ts';
import { readProc } from '../../kernel/procfs.ts';
import type { Arm } from '../../scenario/types.ts';
import { fixedPort } from './app.ts';

/** Throws a Failure if this host lacks what an app of one's own names: its volume's folder, or a port that is free. */
export function checkOwnApps(arms: Arm[]): void {
  for (const arm of arms) {
    const { at } = arm.setup.scratch;
    if (at !== undefined && !(statSync(at, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
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

function isTaken(port: number): boolean {
  return ['/proc/net/tcp', '/proc/net/tcp6'].some(
    (file) => listenersIn(readProc(file) ?? '', port).length > 0,
  );
}
