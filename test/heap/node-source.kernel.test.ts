import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenToNode, type HeapSource } from '../../harness/heap/node-source.ts';
import type { RecordingLine } from '../../harness/recording/types.ts';
import { temporaryFolder } from '../cli.ts';
import { lacks, lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

const stranger = { uid: 61_000, gid: 61_000 };
let work = '';
let source: HeapSource;
let told: RecordingLine[] = [];

describe.skipIf(lacks('Linux', process.platform === 'linux'))('the FIFO that heap figures go through', () => {
  beforeEach(async ({ task }) => {
    work = join(folder.path, task.id);
    mkdirSync(work, { mode: 0o711 });
    told = [];
    source = await listenToNode(work, 'exec', undefined, (line) => void told.push(line));
  });
  afterEach(() => source.stop());

  it.skipIf(lacksRoot())(
    'takes a figure from another user who was told its name, and from no other',
    async () => {
      const fifo = source.env['NOT_A_LEAK_HEAP_FIFO'] ?? '';
      const as = (script: string) =>
        spawnSync('/bin/sh', ['-c', script, 'sh', work, fifo], { ...stranger, encoding: 'utf8' });
      expect(as('ls "$1"').stderr).toContain('Permission denied');
      expect(as('echo 1 666 >"$1/heap.fifo"').status).not.toBe(0);
      expect(as('cat "$2"').stderr).toContain('Permission denied');
      expect(basename(fifo)).toMatch(/[0-9a-f]{32}$/);
      expect(as('echo 2 777 >"$2"').status).toBe(0);
      await sleep(50);
      expect(told).toMatchObject([{ kind: 'heap', heapUsed: 777 }]);
    },
  );

  it('is read slowly where it is flooded, and nothing of what is no figure is kept', async () => {
    const fifo = source.env['NOT_A_LEAK_HEAP_FIFO'] ?? '';
    const before = process.memoryUsage().rss;
    const endless = `const fs = require('fs'); const fd = fs.openSync(process.argv[1], 'w');
      const pages = Buffer.alloc(65536, 'x'); for (;;) fs.writeSync(fd, pages);`;
    const forged = `const fs = require('fs'); const fd = fs.openSync(process.argv[1], 'w');
      for (let pid = 1; ; pid++) fs.writeSync(fd, pid % 4e6 + ' 1\\n');`;
    const flood = [endless, forged].map((script) => spawn(process.execPath, ['-e', script, fifo]));
    await sleep(1500);
    for (const writer of flood) writer.kill('SIGKILL');
    await Promise.all(flood.map((writer) => once(writer, 'exit')));
    await sleep(200); // what is in the pipe
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(200); // 1.7 s in rests of 10 ms
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20);
    told = [];
    await writeFile(fifo, '\n3 888\nNaN 4\n5 -1\n6 1e99\n');
    await sleep(1500); // what was forged is silent by now
    await writeFile(fifo, '3 889\n');
    await sleep(50);
    expect(told.at(-1)).toMatchObject({ kind: 'heap', heapUsed: 889 });
  });
});
