import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makeStateFolder } from '../../harness/resources/place.ts';
import { makeWorkFolder } from '../../harness/resources/work-folder.ts';
import { temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
const before = process.env['TMPDIR'];
afterAll(folder.remove);
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
});

/** What the ledger still holds. */
let entered: string[] = [];
const ledger = {
  name: 'not-a-leak-test',
  enter: ({ name }: { name: string }) => {
    entered = [name];
    return { settled: () => void (entered = []), keep: () => undefined };
  },
};

function place(name: string, mode = 0o755): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  chmodSync(path, mode);
  return path;
}

function workFolderIn(path: string): string {
  process.env['TMPDIR'] = path;
  return makeWorkFolder(ledger, {});
}

const missing = (words: string) =>
  expect.objectContaining({ kind: 'missing', message: expect.stringContaining(words) }) as Error;

describe('the folder that the programs of a run lie in', () => {
  it('is one that others can neither list nor write, and is in the ledger before it is made', () => {
    const made = workFolderIn(place('fine', 0o1777));
    expect(lstatSync(made).mode & 0o777).toBe(0o711);
    expect(entered).toEqual([made]);
  });

  it('is never one that is there already, which is not undone either', () => {
    const path = place('taken');
    mkdirSync(join(path, ledger.name));
    expect(() => workFolderIn(path)).toThrow(missing('EEXIST'));
    expect(entered).toEqual([]);
    expect(readdirSync(path)).toEqual([ledger.name]);
  });

  it('is in no folder where everybody can put another in its place', () => {
    const path = place('open', 0o777);
    expect(() => workFolderIn(path)).toThrow(missing('replace what is in'));
    expect(() => workFolderIn(join(path))).toThrow(missing(path));
  });

  it.each(['/proc', '/nowhere/at/all', '/etc/passwd'])('is none in %s, with a word on what to do', (path) => {
    expect(() => workFolderIn(path)).toThrow(missing("can't be used"));
  });

  it.skipIf(lacksRoot())("is in no folder of another user's, but for the one behind sudo", () => {
    const path = place('theirs');
    chownSync(path, 1234, 1234);
    mkdirSync(join(path, 'tmp'));
    expect(() => workFolderIn(join(path, 'tmp'))).toThrow(missing(`replace what is in ${path}`));
    process.env['TMPDIR'] = join(path, 'tmp');
    expect(makeWorkFolder(ledger, { SUDO_UID: '1234', SUDO_GID: '1234' })).toContain(path);
  });
});

describe('the folder of the ledgers', () => {
  it('is in none where everybody can put another in its place, nor below /proc', () => {
    const path = place('open-too', 0o777);
    expect(() => makeStateFolder({ REPRO_STATE_DIR: join(path, 'state') })).toThrow(
      missing('replace what is in'),
    );
    expect(() => makeStateFolder({ REPRO_STATE_DIR: '/proc/not-a-leak/state' })).toThrow(missing('ENOENT'));
  });
});
