import { describe, expect, it } from 'vitest';
import { Failure } from '../../harness/errors.ts';
import { findDisk } from '../../harness/kernel/disk.ts';

describe('findDisk', () => {
  it.each([
    ['/dev/shm', "Disk scratch can't be in /dev/shm: that is tmpfs: its files are memory themselves."],
    ['/proc', "Disk scratch can't be in /proc: that is proc."],
    ['/no/such/folder', "Disk scratch can't be in /no/such/folder (ENOENT)."],
  ])('refuses %s with a hint at what to name instead', (directory, message) => {
    let failure: unknown;
    try {
      findDisk(directory, '/');
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ kind: 'missing', message });
    expect((failure as Failure).hint).toContain('--scratch-dir');
  });
});
