import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findSystemProgram, refuseMissingPrograms } from '../../harness/process/system-programs.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('programs of the system', () => {
  const where = ['sbin', 'bin'].map((name) => join(folder.path, name));
  for (const path of where) mkdirSync(path);
  for (const file of ['bin/mount', 'bin/umount', 'sbin/losetup', 'bin/losetup'])
    writeFileSync(join(folder.path, file), '');

  it('are looked for in the folders of the system, in order', () => {
    expect(findSystemProgram('mount', where)).toBe(join(folder.path, 'bin/mount'));
    expect(findSystemProgram('losetup', where)).toBe(join(folder.path, 'sbin/losetup'));
    expect(findSystemProgram('ss', where)).toBeNull();
  });

  it('are refused all at once where they are not there, with what to install', () => {
    const refuse = () => refuseMissingPrograms(['mount', 'setpriv', 'unshare', 'ss'], where);
    expect(refuse).toThrow("The programs setpriv, unshare, ss can't be found.");
    expect(refuse).toThrow(
      expect.objectContaining({
        kind: 'missing',
        exitCode: 3,
        hint: `Install util-linux, iproute2. Looked for in ${where.join(', ')}.`,
      }),
    );
    expect(() => refuseMissingPrograms(['mount', 'umount'], where)).not.toThrow();
  });
});
