import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../errors.ts';

/** The system programs that the harness uses, with their package on most distributions. */
const packages = {
  unshare: 'util-linux',
  setpriv: 'util-linux',
  losetup: 'util-linux (mount)',
  mount: 'util-linux (mount)',
  umount: 'util-linux (mount)',
  mkfifo: 'coreutils',
  stty: 'coreutils',
  id: 'coreutils',
  getent: 'the C library (libc-bin)',
  'mkfs.ext4': 'e2fsprogs',
  ss: 'iproute2',
  systemctl: 'systemd',
  'systemd-run': 'systemd',
} as const;

export type SystemProgram = keyof typeof packages;

/** Where only root can put programs; the last two are for NixOS and Guix. */
const folders = [
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/run/current-system/sw/bin',
  '/run/current-system/profile/bin',
];

/**
 * Path of a system program; null if it is missing. Ignores PATH: `sudo env "PATH=$PATH"` gives root the user's, and
 * whoever can write to a folder in it would run code as root. Only looks for the file: starting each program would
 * slow `exec` down.
 */
export function findSystemProgram(name: SystemProgram, where: readonly string[] = folders): string | null {
  return where.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** The same for a required program; throws a Failure of kind `missing` that says what to install. */
export function systemProgram(name: SystemProgram): string {
  refuseMissingPrograms([name]);
  return findSystemProgram(name) ?? name;
}

/** Throws one Failure of kind `missing` that lists all of these that are missing. */
export function refuseMissingPrograms(names: readonly SystemProgram[], where = folders): void {
  const missing = names.filter((name) => findSystemProgram(name, where) === null);
  if (missing.length === 0) return;
  const which = missing.length === 1 ? 'program' : 'programs';
  throw new Failure('missing', `The ${which} ${missing.join(', ')} can't be found.`, {
    hint: `Install ${packagesOf(missing)}. Looked for in ${where.join(', ')}.`,
  });
}

/** The packages to install for these programs, each once. */
export function packagesOf(names: readonly SystemProgram[]): string {
  return [...new Set(names.map((name) => packages[name]))].join(', ');
}
