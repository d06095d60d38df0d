import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FolderWatch } from '../../harness/sampler/folder-watch.ts';
import { ofKernel, temporaryFolder } from '../cli.ts';

const folder = temporaryFolder(ofKernel);
afterAll(folder.remove);

describe('a folder that is watched', () => {
  it('is changed before it was seen, and whenever a folder came or went since', () => {
    const watch = new FolderWatch(folder.path);
    expect(watch.isChanged()).toBe(true);
    watch.seen();
    expect(watch.isChanged()).toBe(false);
    mkdirSync(join(folder.path, 'child'));
    expect(watch.isChanged()).toBe(true);
    watch.seen();
    rmdirSync(join(folder.path, 'child'));
    expect(watch.isChanged()).toBe(true);
    watch.seen();
    watch.forget();
    expect(watch.isChanged()).toBe(true);
    watch.close();
  });

  it('must be there', () => {
    expect(() => new FolderWatch(join(folder.path, 'nowhere'))).toThrow('ENOENT');
  });
});
