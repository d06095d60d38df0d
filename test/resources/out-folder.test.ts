import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockName } from '../../harness/resources/out-folder/claim.ts';
import { makeOutFolder, refuseOutFolder } from '../../harness/resources/out-folder/out-folder.ts';
import { thisProcess } from '../../harness/resources/owner.ts';
import { temporaryFolder } from '../cli.ts';
import { lacksOwners } from '../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755); // others get to what is theirs
afterAll(folder.remove);

/** What `source` leaves in a folder that it has claimed, as a process of its own. */
function leftBy(name: string, source: string): string[] {
  const path = join(folder.path, name);
  mkdirSync(path);
  const claims = new URL('../../harness/resources/out-folder/claim.ts', import.meta.url);
  const tsx = new URL('../../scripts/tsx.mjs', import.meta.url);
  const program = `import { claim } from '${claims.href}';
    const release = claim(process.env, ${JSON.stringify(path)});
    ${source}`;
  const argv = ['--import', tsx.href, '--input-type=module', '--eval', program];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return readdirSync(path);
}

const host = (name: string, env: Record<string, string> = {}) => ({ cwd: join(folder.path, name), env });
const ownerOf = (path: string) => lstatSync(join(folder.path, path)).uid;
const usage = (words: string) =>
  expect.objectContaining({ kind: 'usage', message: expect.stringContaining(words) }) as Error;
const at = new Date('2026-01-02T03:04:05Z');
const sudo = { SUDO_UID: '1234', SUDO_GID: '1234' };

/** Writes files as a run that is over has left them. */
function leave(out: string, ...names: string[]): string {
  const path = join(folder.path, out);
  for (const name of names) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), '');
    utimesSync(join(path, name), 0, 0);
  }
  return path;
}

describe('a claim of a folder', () => {
  it('ends with its release, and with its process', () => {
    expect(leftBy('claimed-released', 'release();')).toEqual([]);
    expect(leftBy('claimed-ended', 'process.exit(0);')).toEqual([]);
  });
});

describe('the folder of a run', () => {
  it('is named by scenario and time, and the latest is found by that name', () => {
    const { path: made } = makeOutFolder(host('plain'), undefined, 'upload-spool', at);
    expect(made).toMatch(/plain\/repro-out\/upload-spool\/20260102T030405Z-[0-9a-f]{6}$/);
    expect(readlinkSync(join(folder.path, 'plain/repro-out/latest'))).toBe(`upload-spool/${basename(made)}`);
  });

  it('is not that of another run which begins in the same second', () => {
    const made = Array.from(
      { length: 3 },
      () => makeOutFolder(host('at-once'), undefined, 'upload-spool', at).path,
    );
    expect(new Set(made).size).toBe(3);
  });

  it('keeps nothing of an earlier run that could be taken for this one', () => {
    const names = ['recording.ndjson', 'result.json', 'report.html', 'logs/k6.json', 'result.md.partial'];
    const out = leave('used', ...names, '1/recording.ndjson', '3/recording.ndjson', '3/result.json');
    makeOutFolder(host('used'), out, 'upload-spool', at);
    expect(readdirSync(out)).toEqual([lockName]);
  });

  it.each([
    ['a file of another kind', ['recording.ndjson', 'notes.txt'], 'notes.txt'],
    ['a folder of another kind', ['recording.ndjson', 'src/main.c'], 'src'],
    ['a file of another kind in a folder of --repeat', ['1/recording.ndjson', '1/notes.txt'], '1/notes.txt'],
    ['what a run may have written, but no recording', ['logs/mine.log'], 'logs'],
  ])('is refused where it holds %s, and nothing in it is touched', (_what, names, named) => {
    const out = leave(`foreign-${named.replace('/', '-')}`, ...names);
    expect(() => makeOutFolder(host('foreign'), out, 'upload-spool', at)).toThrow(usage(named));
    for (const name of names) expect(existsSync(join(out, name)), name).toBe(true);
    expect(existsSync(join(out, lockName))).toBe(false);
  });

  it.each(['/proc', '/proc/a/b', '/sys/fs/cgroup/not-a-leak-test', '/dev/not-a-leak-test', '/dev/fd/x'])(
    'is refused at %s, which is no place for files',
    (path) => {
      expect(() => makeOutFolder(host('odd'), path, 'upload-spool', at)).toThrow(
        usage("can't take the results"),
      );
      expect(() => refuseOutFolder(host('odd'), path)).toThrow(usage('holds no ordinary files'));
    },
  );

  it('is refused where it can take no file, or where a link leads nowhere', () => {
    const file = leave('file', 'a', 'b');
    symlinkSync(join(folder.path, 'nowhere/at/all'), join(folder.path, 'dangling'));
    for (const path of [join(file, 'a'), join(file, 'a/b'), join(folder.path, 'dangling/x')])
      expect(() => makeOutFolder(host('no'), path, 'upload-spool', at)).toThrow(usage("can't take"));
  });

  it('is refused while another run writes there, and free again once that is over or was killed', () => {
    const out = leave('claimed', 'recording.ndjson');
    const owner = thisProcess();
    writeFileSync(join(out, lockName), JSON.stringify(owner));
    expect(() => makeOutFolder(host('claimed'), out, 'x', at)).toThrow(usage(`process ${process.pid}`));
    expect(existsSync(join(out, 'recording.ndjson'))).toBe(true);
    writeFileSync(join(out, lockName), JSON.stringify({ ...owner, startTicks: 1 }));
    const { release } = makeOutFolder(host('claimed'), out, 'x', at);
    expect(() => makeOutFolder(host('claimed'), out, 'x', at)).toThrow(usage(`process ${process.pid}`));
    release();
    makeOutFolder(host('claimed'), out, 'x', at);
  });

  it('is refused where another run has written there since this one began', () => {
    const out = leave('waited', 'recording.ndjson');
    writeFileSync(join(out, 'recording.ndjson'), '');
    expect(() => makeOutFolder(host('waited'), out, 'x', at)).toThrow(usage('in the meantime'));
  });
});

describe.skipIf(lacksOwners())('the folder of a run under sudo', () => {
  it('belongs to the user behind it, as far as it is new', () => {
    const { path: made } = makeOutFolder(host('sudo', sudo), undefined, 'upload-spool', at);
    const owners = ['sudo/repro-out', 'sudo/repro-out/upload-spool', 'sudo/repro-out/latest'].map(ownerOf);
    expect([...owners, lstatSync(made).uid]).toEqual([1234, 1234, 1234, 1234]);
    expect(lstatSync(folder.path).uid).toBe(0);
  });

  it.each([
    ['under sudo', sudo],
    ['as root without sudo', {}],
  ])('is none that a link of a user leads to, where that user may not write, %s', (how, env) => {
    const cwd = how.replaceAll(' ', '-');
    const roots = join(folder.path, `roots-${cwd}`);
    mkdirSync(roots);
    mkdirSync(join(folder.path, cwd));
    chownSync(join(folder.path, cwd), 1234, 1234);
    symlinkSync(roots, join(folder.path, cwd, 'repro-out'));
    lchownSync(join(folder.path, cwd, 'repro-out'), 1234, 1234);
    expect(() => makeOutFolder(host(cwd, env), undefined, 'x', at)).toThrow(usage('EACCES'));
    const out = join(folder.path, cwd, 'repro-out/x');
    expect(() => makeOutFolder(host(cwd, env), out, 'x', at)).toThrow(usage('EACCES'));
    expect(readdirSync(roots)).toEqual([]);
  });

  it('is of root, where that user does not get to it', () => {
    const closed = join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    expect(lstatSync(makeOutFolder(host('closed', sudo), join(closed, 'out'), 'x', at).path).uid).toBe(0);
  });

  it('is made by its owner where root runs without sudo in a folder of a user', () => {
    mkdirSync(join(folder.path, 'home'));
    chownSync(join(folder.path, 'home'), 1234, 1234);
    makeOutFolder(host('home'), undefined, 'upload-spool', at);
    expect(ownerOf('home/repro-out/upload-spool')).toBe(1234);
    expect(readFileSync('/proc/self/status', 'utf8')).toMatch(/^Uid:\t0\t0\t0\t0$/m);
  });
});
