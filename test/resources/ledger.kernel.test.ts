import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../harness/resources/ledger.ts';
import { readLedgers } from '../../harness/resources/read.ts';
import { makeWorkFolder } from '../../harness/resources/work-folder.ts';
import { temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

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
    const work = makeWorkFolder(ledger, process.env);
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

  it('marks what its run starts, also where runs of one process overlap, and nothing once it is closed', async () => {
    const env: Record<string, string | undefined> = environment('overlap');
    const [first, second] = [openLedger(env), openLedger(env)];
    expect(env['NOT_A_LEAK_RUN']).toBe(second.name);
    await first.close();
    expect(env['NOT_A_LEAK_RUN']).toBe(second.name);
    await second.close();
    expect(env).not.toHaveProperty('NOT_A_LEAK_RUN');
  });

  it('undoes what was made last first', async () => {
    const ledger = openLedger(environment('order'));
    const log = join(folder.path, 'order.log');
    for (const word of ['first', 'second'])
      ledger.enter({ kind: 'word', name: word, undo: [['sh', '-c', 'echo "$1" >> "$2"', 'sh', word, log]] });
    ledger.enter({ kind: 'word', name: 'struck out', undo: [['false']] }).settled();
    expect(await ledger.close()).toEqual([]);
    expect(readFileSync(log, 'utf8')).toBe('second\nfirst\n');
  });

  it('says what can not be undone and why, keeps it, and takes what is gone already for undone', async () => {
    const env = environment('left');
    const ledger = openLedger(env);
    ledger.enter({
      kind: 'container',
      name: 'gone',
      undo: [['sh', '-c', 'echo No such container >&2; exit 1']],
    });
    ledger.enter({ kind: 'container', name: 'stuck', undo: [['sh', '-c', 'echo in use >&2; exit 1']] });
    ledger.enter({ kind: 'folder', name: join(folder.path, ledger.name) });
    ledger.enter({ kind: 'cgroup', name: join('/sys/fs/cgroup', ledger.name) });
    expect(await ledger.close({ retryMs: 10 })).toMatchObject([
      { entry: { name: 'stuck' }, problem: 'in use' },
    ]);
    expect(readLedgers(env).ledgers[0]?.entries.map(({ name }) => name)).toEqual(['stuck']);
  });

  it('waits for what a daemon may still be making, as long as it may come', async () => {
    const ledger = openLedger(environment('late'));
    const late = join(folder.path, 'late.thing');
    const script = 'test -e "$1" || { echo No such container >&2; exit 1; }; rm "$1"';
    ledger.enter({
      kind: 'container',
      name: 'late',
      undo: [['sh', '-c', script, 'sh', late]],
      lateMs: 10_000,
    });
    setTimeout(() => writeFileSync(late, ''), 500);
    expect(await ledger.close()).toEqual([]);
    expect(existsSync(late)).toBe(false);
  });

  it('leaves what is to be kept, and stays for it', async () => {
    const env = environment('kept');
    const ledger = openLedger(env);
    ledger.enter({ kind: 'image', name: 'app', undo: [['false']] }).keep();
    expect(await ledger.close()).toEqual([]);
    expect(readLedgers(env).ledgers[0]?.entries).toMatchObject([{ name: 'app', kept: true }]);
  });

  it('is read as version 0.1.0 wrote it, too', () => {
    const env = environment('old');
    const ledger = openLedger(env);
    const old = { id: 7, atMs: 1, owe: { kind: 'volume', name: `${ledger.name}.scratch` } };
    appendFileSync(ledger.file, `${JSON.stringify(old)}\n`);
    expect(readLedgers(env).ledgers[0]?.entries.at(-1)).toMatchObject(old.owe);
  });

  it('passes a line over that its writer did not live to finish', async () => {
    const env = environment('torn');
    const ledger = openLedger(env);
    appendFileSync(ledger.file, '{"id":7,"entry":{"kind":"fol');
    expect(readLedgers(env).ledgers[0]?.entries).toHaveLength(1);
  });

  it('never removes what does not bear the name of its own run, whatever its file says', async () => {
    const ledger = openLedger(environment('strange'));
    const precious = ['precious', 'not-a-leak-of-another-run', `${ledger.name}-and-more`].map((name) => {
      mkdirSync(join(folder.path, name));
      return join(folder.path, name);
    });
    for (const name of [...precious, `${folder.path}/${ledger.name}/../precious`])
      ledger.enter({ kind: 'folder', name });
    await ledger.close();
    expect(precious.filter((name) => !existsSync(name))).toEqual([]);
  });

  it('keeps a mount that is not of its own run, be it where it would have mounted something', async () => {
    const env = environment('mount');
    const ledger = openLedger(env);
    ledger.enter({ kind: 'mount', name: '/proc' });
    expect(readLedgers(env).ledgers[0]?.entries.map(({ kind }) => kind)).toEqual(['processes']);
    expect(await ledger.close()).toEqual([]);
  });

  it('begins a line anew where the one before it was not written whole', async () => {
    const env = environment('half');
    const ledger = openLedger(env);
    appendFileSync(ledger.file, '{"id":7,"entry":{"kind":"fol');
    const kept = ledger.enter({ kind: 'volume', name: 'after it', undo: [['true']] });
    expect(readLedgers(env).ledgers[0]?.entries.map(({ name }) => name)).toEqual([ledger.name, 'after it']);
    kept.settled();
    expect(readLedgers(env).ledgers[0]?.entries.map(({ name }) => name)).toEqual([ledger.name]);
  });

  it.skipIf(lacksRoot())(
    'does not come to be, nor a line of it, on a disk that has no room for the whole of it',
    () => {
      const disk = mountFullDisk();
      const env = { REPRO_STATE_DIR: join(disk.path, 'state') };
      try {
        mkdirSync(env.REPRO_STATE_DIR, { mode: 0o700 });
        const ledger = openLedger(env);
        disk.fill();
        const enter = () => ledger.enter({ kind: 'volume', name: 'x'.repeat(5000), undo: [['true']] });
        expect(enter).toThrow(/disk is full|ENOSPC/);
        expect(() => openLedger({ ...env })).toThrow(/disk is full|ENOSPC/);
        expect(readdirSync(env.REPRO_STATE_DIR)).toEqual([basename(ledger.file)]);
        expect(readLedgers(env).ledgers[0]?.entries).toHaveLength(1);
      } finally {
        disk.remove();
      }
    },
  );

  it('is made where the folder for it is a link to one that only its user can write', () => {
    const env = environment('link');
    mkdirSync(join(folder.path, 'linked'), { mode: 0o700 });
    symlinkSync('linked', env['REPRO_STATE_DIR'] ?? '');
    expect(openLedger(env).file).toContain(env['REPRO_STATE_DIR']);
    chmodSync(join(folder.path, 'linked'), 0o777);
    expect(() => openLedger(env)).toThrow("can't be trusted");
  });

  it('is not believed where others could have written it', () => {
    const env = environment('open');
    mkdirSync(env['REPRO_STATE_DIR'] ?? '');
    chmodSync(env['REPRO_STATE_DIR'] ?? '', 0o777);
    expect(() => openLedger(env)).toThrow("can't be trusted");
  });

  it.each([
    'shopping list\n',
    '',
    'null\n3\n[]\n',
    '{"owner":null,"run":"not-a-leak-x","startedAt":"now"}\n',
    '{"owner":{"pid":1,"hostname":"x"},"run":7,"startedAt":"now"}\n',
  ])('is told apart from a file that is none: %j', (text) => {
    const env = environment(`none-${text.length}`);
    mkdirSync(env['REPRO_STATE_DIR'] ?? '');
    const file = join(env['REPRO_STATE_DIR'] ?? '', 'x.ndjson');
    writeFileSync(file, text, { mode: 0o600 });
    expect(readLedgers(env)).toEqual({ ledgers: [], unreadable: [file] });
  });

  it.each([1e308, 1.5, 0, -1])('is none where its process is %s, which is the number of none', (pid) => {
    const env = environment(`process-${pid}`);
    const ledger = openLedger(env);
    const text = readFileSync(ledger.file, 'utf8').replace(/"startTicks":\d+/, '"startTicks":null');
    writeFileSync(ledger.file, text.replace(/"pid":\d+/, `"pid":${pid}`));
    expect(readLedgers(env)).toEqual({ ledgers: [], unreadable: [ledger.file] });
  });

  it('is told apart from a link, a folder and a FIFO, which would be read for ever', () => {
    const env = environment('no-files');
    const [pipe = '', other = '', link = ''] = ['a.ndjson', 'b.ndjson', 'c.ndjson'].map((name) =>
      join(env['REPRO_STATE_DIR'] ?? '', name),
    );
    mkdirSync(other, { recursive: true, mode: 0o700 });
    spawnSync('mkfifo', ['-m', '600', pipe]);
    symlinkSync('/dev/zero', link);
    expect(readLedgers(env)).toEqual({ ledgers: [], unreadable: [pipe, other, link] });
  });

  it('passes over lines that say nothing that it could do', async () => {
    const env = environment('garbage');
    const ledger = openLedger(env);
    const garbage = [
      'null',
      '5',
      '{"id":1,"entry":null}',
      '{"id":2,"entry":{"kind":"folder"}}',
      '{"undone":5}',
    ];
    garbage.push('{"keep":null}', '{"id":3,"entry":{"kind":"x","name":"x","undo":"rm -rf /"}}');
    garbage.push('{"id":4,"entry":{"kind":"x","name":"x","undo":[[]]}}');
    appendFileSync(ledger.file, garbage.map((line) => `${line}\n`).join(''));
    expect(readLedgers(env).ledgers[0]?.entries).toHaveLength(1);
    appendFileSync(ledger.file, '{"id":5,"entry":{"kind":"constructor","name":"x"}}\n');
    expect(await ledger.close({ retryMs: 10 })).toMatchObject([
      { problem: 'nothing is known of how to undo a constructor' },
    ]);
  });
});

/** A small tmpfs, and how to fill it to the last byte. */
function mountFullDisk() {
  const path = join(folder.path, 'small');
  mkdirSync(path);
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'small', path]);
  return {
    path,
    fill: () => writeFileSync(join(path, 'rest'), Buffer.alloc(statfsSync(path).bavail * 4096)),
    remove: () => {
      spawnSync('umount', [path]);
      rmSync(path, { recursive: true });
    },
  };
}
