import { spawnSync } from 'node:child_process';
import { Failure } from '../../errors.ts';
import { systemProgram } from '../../process/system-programs.ts';
import type { User } from '../../process/step-down.ts';

/** A user of this host, by `NAME`, `UID`, or either with `:GROUP`; `at` is where it is named, as `file:line:col`. */
export function userNamed(named: string | number, at: string): User {
  const [user = '', group] = String(named).split(':');
  const uid = isNumber(user) ? Number(user) : idOf('-u', user);
  const gid = group === undefined ? (idOf('-g', user) ?? (isNumber(user) ? uid : null)) : groupOf(group);
  if (uid !== null && gid !== null) return { uid, gid };
  const missing = uid === null ? `user "${user}"` : `group "${group}"`;
  throw new Failure('usage', `${at}: app.user: there is no ${missing} on this host`);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function idOf(flag: '-u' | '-g', user: string): number | null {
  const { status, stdout } = spawnSync(systemProgram('id'), [flag, user], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

function groupOf(group: string): number | null {
  if (isNumber(group)) return Number(group);
  const { status, stdout } = spawnSync(systemProgram('getent'), ['group', group], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.split(':')[2]) : null;
}
