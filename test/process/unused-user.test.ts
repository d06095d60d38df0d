import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { unusedUser } from '../../harness/process/unused-user.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** A host where all numbers from 60578 to 61183 are taken but those that are left out here. */
function hostWithout(...free: number[]): string {
  const root = join(folder.path, free.join('-') || 'none');
  mkdirSync(join(root, 'etc'), { recursive: true });
  const numbers = Array.from({ length: 606 }, (_, index) => 60_578 + index).filter(
    (id) => !free.includes(id),
  );
  writeFileSync(join(root, 'etc/passwd'), numbers.map((id) => `u${id}:x:${id}:${id}::/:/bin/sh\n`).join(''));
  return root;
}

describe('a user of its own', () => {
  it('is one whose number nobody has', () => {
    expect(unusedUser(hostWithout(60_600))).toEqual({ uid: 60_600, gid: 60_600 });
    expect(unusedUser(hostWithout())).toBeNull();
  });

  it('is none of a group, nor one that was given to somebody for user namespaces', () => {
    const root = hostWithout(60_700, 60_701, 60_702, 60_703);
    writeFileSync(join(root, 'etc/group'), 'them:x:60700:\n');
    writeFileSync(join(root, 'etc/subuid'), 'somebody:60701:2\n');
    expect(unusedUser(root)).toEqual({ uid: 60_703, gid: 60_703 });
  });

  it('is none that a process runs as, or may become', () => {
    const root = hostWithout(60_800, 60_801, 60_802);
    mkdirSync(join(root, 'proc/17'), { recursive: true });
    writeFileSync(
      join(root, 'proc/17/status'),
      'Name:\tx\nUid:\t60800\t60800\t60802\t60800\nGid:\t0\t0\t0\t0\n',
    );
    mkdirSync(join(root, 'proc/18')); // one that is ending
    expect(unusedUser(root)?.uid).toBe(60_801);
  });

  it('is another one each time, on a host that has them', () => {
    const uids = new Set(Array.from({ length: 20 }, () => unusedUser()?.uid));
    expect(uids.size).toBeGreaterThan(10);
  });
});
