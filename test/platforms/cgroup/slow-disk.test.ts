import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openIo, wholeDisk, slowDiskProblem } from '../../../harness/platforms/cgroup/slow-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'nal-slow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with the files that a v2 cgroup has. */
function cgroup(name: string, files: Record<string, string>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}
const v2 = { version: 2, mountPoint: '/sys/fs/cgroup', own: '/sys/fs/cgroup' } as const;

describe('a slow disk on cgroup v2', () => {
  it('can not be had where the io controller is not handed down, and says so', () => {
    const parent = cgroup('memory-only', { 'cgroup.subtree_control': 'cpu memory\n' });
    expect(slowDiskProblem(v2, parent, folder)).toContain('io controller');
  });

  it('can not be had on a file system without a block device', () => {
    const parent = cgroup('with-io', { 'cgroup.subtree_control': 'io memory\n' });
    expect(slowDiskProblem(v2, parent, '/proc')).toContain('no block device');
    expect(wholeDisk('/proc')).toBeNull();
  });

  it.each([
    ['cpu io memory', '+io'],
    ['cpu memory', ''],
  ])('hands its io controller down where it has one: %s', (controllers, written) => {
    const path = cgroup(written === '' ? 'without' : 'with', {
      'cgroup.controllers': controllers,
      'cgroup.subtree_control': '',
    });
    openIo(path);
    expect(readFileSync(join(path, 'cgroup.subtree_control'), 'utf8')).toBe(written);
  });
});
