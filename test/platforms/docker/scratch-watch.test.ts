import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { countFiles } from '../../../harness/kernel/count-files.ts';
import type { Folder } from '../../../harness/platforms/docker/scratch.ts';
import { ScratchWatch } from '../../../harness/platforms/docker/scratch-watch.ts';
import { lacks } from '../../skip.ts';

const mebibyte = 2 ** 20;
const disk: Folder = {
  at: '/data',
  fileSystem: 'disk',
  path: null,
  count: async () => ({ files: 3, bytes: 12_288 }),
};

/** A tmpfs that holds what `bytes` says. */
function memory(files: { files: number; bytes: number }, at?: string): Folder {
  return {
    ...(at === undefined ? {} : { at }),
    fileSystem: 'tmpfs',
    path: null,
    count: async () => ({ ...files }),
  };
}

async function lookAt(folders: Folder[]) {
  const watch = new ScratchWatch(folders);
  const found = await watch.look();
  await watch.stop();
  return found;
}

describe('what the folders of a pod on Docker hold', () => {
  it('is what is in memory, all of it together, with where the app sees it', async () => {
    const folders = [
      memory({ files: 1, bytes: 10 }, '/spool'),
      memory({ files: 2, bytes: 5 }, '/dev/shm'),
      disk,
    ];
    expect(await lookAt(folders)).toEqual({
      files: 3,
      bytes: 15,
      fileSystem: 'tmpfs',
      at: ['/spool', '/dev/shm'],
    });
  });

  it('is what is on the disk where nothing is in memory', async () => {
    const folders = [memory({ files: 0, bytes: 0 }, '/dev/shm'), disk];
    expect(await lookAt(folders)).toEqual({ files: 3, bytes: 12_288, fileSystem: 'disk', at: ['/data'] });
  });

  it('is, after a kill, what was there just before it, until the next look', async () => {
    const held = { files: 2, bytes: 40 * mebibyte };
    const watch = new ScratchWatch([memory(held)]);
    watch.seeKill();
    Object.assign(held, { files: 0, bytes: 0 });
    expect(await watch.look()).toMatchObject({ files: 2, bytes: 40 * mebibyte });
    expect(await watch.look()).toMatchObject({ files: 0, bytes: 0 });
    await watch.stop();
  });
});

describe.skipIf(lacks('Linux', process.platform === 'linux'))('what a tmpfs of this host holds', () => {
  it('includes a deleted file that is still open, and one that went just before', async () => {
    const path = mkdtempSync('/dev/shm/not-a-leak-test-');
    onTestFinished(() => rmSync(path, { recursive: true }));
    const file = join(path, 'open');
    const fd = openSync(file, 'w');
    writeSync(fd, Buffer.alloc(8 * mebibyte));
    unlinkSync(file);
    writeFileSync(join(path, 'named'), 'x');
    const watch = new ScratchWatch([{ fileSystem: 'tmpfs', path, count: async () => countFiles(path) }]);
    const before = await watch.look();
    closeSync(fd);
    const after = await watch.look();
    await watch.stop();
    expect(before.files).toBe(1);
    for (const { bytes } of [before, after]) expect(bytes).toBeGreaterThanOrEqual(8 * mebibyte);
  });
});
