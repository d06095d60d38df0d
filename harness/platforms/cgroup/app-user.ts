import { spawnSync } from 'node:child_process';
import { plainUser, type User } from '../../step-down.ts';

/** The user that the app runs as; root where the plain one can't run it, and why. */
export interface AppUser {
  user: User | null;
  whyRoot: string | null;
}

const look = `for (const folder of process.argv.slice(1)) require('fs').accessSync(folder, 1)`;

/** Tries whether a plain user can run Node and reach all these folders, as that user. */
export function findAppUser(env: Record<string, string | undefined>, folders: string[]): AppUser {
  const user = plainUser(env);
  const argv = [...asUser(user), process.execPath, '-e', look, ...folders];
  const { status, stderr, error } = spawnSync(argv[0] ?? '', argv.slice(1), { encoding: 'utf8' });
  if (status === 0) return { user, whyRoot: null };
  const said = error?.message ?? /Error: (.*)/.exec(stderr)?.[1] ?? stderr.trim();
  return { user: null, whyRoot: `the user ${user.uid} can't run it: ${said}` };
}

/** Begins a command that is to run as a user, without any way back, and to end with its parent. */
export function asUser(user: User | null): string[] {
  const identity = user === null ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return ['setpriv', ...identity, '--no-new-privs', '--pdeathsig=KILL', '--'];
}
