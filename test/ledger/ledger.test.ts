import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../harness/ledger/ledger.ts';
import { readLedgers } from '../../harness/ledger/read.ts';
import { makeWorkFolder } from '../../harness/ledger/work-folder.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** The environment of a run whose ledgers are in a folder of its own. */
function environment(name: string): Record<string, string> {
  return { REPRO_STATE_DIR: join(folder.path, name) };
}

describe('a ledger', () => {
  it('has each thing in its file before that is made, and no file once all is undone', async () => {
    const env = environment('plain');
    const ledger = openLedger(env);
    const work = makeWorkFolder(ledger);
    const [read] = readLedgers(env).ledgers;
    expect(read).toMatchObject({ run: ledger.name, state: 'alive' });
    expect(read?.entries.map(({ kind, name }) => ({ kind, name }))).toEqual([
      { kind: 'processes', name: ledger.name },
      { kind: 'folder', name: work },
    ]);
    expect(await ledger.close()).toEqual([]);
    expect(existsSync(work)).toBe(false);
    expect(readdirSync(join(folder.path, 'plain'))).toEqual([]);
    expect(await ledger.close()).toEqual([]);
  });

  it('undoes what was made last first', async () => {
    const ledger = openLedger(environment('order'));
    const log = join(folder.path, 'order.log');
    for (const word of ['first', 'second'])
      ledger.owe({ kind: 'word', name: word, undo: [['sh', '-c', 'echo "$1" >> "$2"', 'sh', word, log]] });
    ledger.owe({ kind: 'word', name: 'struck out', undo: [['false']] }).settled();
    expect(await ledger.close()).toEqual([]);
    expect(readFileSync(log, 'utf8')).toBe('second\nfirst\n');
  });

  it('says what can not be undone and why, keeps it, and takes what is gone already for undone', async () => {
    const env = environment('left');
    const ledger = openLedger(env);
    ledger.owe({
      kind: 'container',
      name: 'gone',
      undo: [['sh', '-c', 'echo No such container >&2; exit 1']],
    });
    ledger.owe({ kind: 'container', name: 'stuck', undo: [['sh', '-c', 'echo in use >&2; exit 1']] });
    ledger.owe({ kind: 'folder', name: join(folder.path, 'not-a-leak-never-made') });
    ledger.owe({ kind: 'cgroup', name: '/sys/fs/cgroup/not-a-leak-never-made' });
    expect(await ledger.close()).toMatchObject([{ entry: { name: 'stuck' }, problem: 'in use' }]);
    expect(readLedgers(env).ledgers[0]?.entries.map(({ name }) => name)).toEqual(['stuck']);
  });

  it('waits for what a daemon may still be making, as long as it may come', async () => {
    const ledger = openLedger(environment('late'));
    const late = join(folder.path, 'late.thing');
    const script = 'test -e "$1" || { echo No such container >&2; exit 1; }; rm "$1"';
    ledger.owe({ kind: 'container', name: 'late', undo: [['sh', '-c', script, 'sh', late]], lateMs: 10_000 });
    setTimeout(() => writeFileSync(late, ''), 500);
    expect(await ledger.close()).toEqual([]);
    expect(existsSync(late)).toBe(false);
  });

  it('leaves what is to be kept, and stays for it', async () => {
    const env = environment('kept');
    const ledger = openLedger(env);
    ledger.owe({ kind: 'image', name: 'app', undo: [['false']] }).keep();
    expect(await ledger.close()).toEqual([]);
    expect(readLedgers(env).ledgers[0]?.entries).toMatchObject([{ name: 'app', kept: true }]);
  });

  it('passes a line over that its writer did not live to finish', async () => {
    const env = environment('torn');
    const ledger = openLedger(env);
    appendFileSync(ledger.file, '{"id":7,"owe":{"kind":"fol');
    expect(readLedgers(env).ledgers[0]?.entries).toHaveLength(1);
  });

  it('never removes a folder that bears no name of a run, whatever its file says', async () => {
    const ledger = openLedger(environment('strange'));
    const precious = join(folder.path, 'precious');
    mkdirSync(precious);
    ledger.owe({ kind: 'folder', name: precious });
    await ledger.close();
    expect(existsSync(precious)).toBe(true);
  });

  it('is not believed where others could have written it', () => {
    const env = environment('open');
    mkdirSync(env['REPRO_STATE_DIR'] ?? '');
    chmodSync(env['REPRO_STATE_DIR'] ?? '', 0o777);
    expect(() => openLedger(env)).toThrow('not to be trusted');
  });

  it('is told apart from a file that is none', () => {
    const env = environment('none');
    mkdirSync(env['REPRO_STATE_DIR'] ?? '');
    const file = join(env['REPRO_STATE_DIR'] ?? '', 'x.ndjson');
    writeFileSync(file, 'shopping list\n', { mode: 0o600 });
    expect(readLedgers(env)).toEqual({ ledgers: [], unreadable: [file] });
  });
});
