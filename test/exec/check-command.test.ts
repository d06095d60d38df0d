import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findCommand } from '../../harness/exec/check-command.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
mkdirSync(join(folder.path, 'tool'));

const find = (name: string) => findCommand(name, { env: { PATH: folder.path }, cwd: folder.path });

describe('the command of exec', () => {
  it.each(['tool', ''])('is not a folder on PATH, by the name %j', (name) =>
    expect(() => find(name)).toThrow(`There is no command ${name || '""'} on PATH.`),
  );

  it('is told to be a folder where its path leads to one', () =>
    expect(() => find('./tool')).toThrow(`${join(folder.path, 'tool')} can't be run (EISDIR).`));
});
