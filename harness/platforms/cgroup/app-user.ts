import { spawnSync } from 'node:child_process';
import { Failure } from '../../errors.ts';
import { plainUser, type User } from '../../process/step-down.ts';
import { packagesOf, systemProgram } from '../../process/system-programs.ts';

/** The user that the app runs as; root, with the reason, if the plain one can't run it. */
export interface AppUser {
  user: User | null;
  rootReason: string | null;
}

const look = `for (const folder of process.argv.slice(1)) require('fs').accessSync(folder, 1)`;

/**
 * Tries as a plain user to run Node and reach all these folders. Throws a Failure of kind `missing` if no user can
 * be set at all, as with busybox's setpriv.
 */
export function findAppUser(env: Record<string, string | undefined>, folders: string[]): AppUser {
  const user = plainUser(env);
  const why = startProblem(user, folders);
  if (why === null) return { user, rootReason: null };
  const rootProblem = startProblem(null, folders);
  if (rootProblem === null) return { user: null, rootReason: `the user ${user.uid} can't run it: ${why}` };
  throw new Failure('missing', `${systemProgram('setpriv')} can't start the app: ${rootProblem}`, {
    hint: `It must be the one of ${packagesOf(['setpriv'])}: install that.`,
  });
}

function startProblem(user: User | null, folders: string[]): string | null {
  const argv = [...asUser(user), process.execPath, '-e', look, ...folders];
  const { status, stderr, error } = spawnSync(argv[0] ?? '', argv.slice(1), { encoding: 'utf8' });
  if (status === 0) return null;
  return error?.message ?? /Error: (.*)/.exec(stderr)?.[1] ?? stderr.trim();
}

/** Prefix of a command that runs as a user, with no way back to root, and ends with its parent. */
export function asUser(user: User | null): string[] {
  const identity = user === null ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return [systemProgram('setpriv'), ...identity, '--no-new-privs', '--pdeathsig=KILL', '--'];
}
