import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyOut } from '../../harness/files/copy-out.ts';
import { temporaryFolder } from '../cli.ts';
import { lacksOwners } from '../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

/** What programs have saved in the work folder of a run. */
function saved(name: string): string {
  const path = join(folder.path, name);
  mkdirSync(join(path, 'node'), { recursive: true });
  writeFileSync(join(path, 'node/kubelet.log'), 'a line\n');
  symlinkSync('/etc/hostname', join(path, 'node/link'));
  return path;
}

describe('logs of programs that run as root', () => {
  it('come to the user file by file, without the links among them', () => {
    const logs = join(folder.path, 'out/logs');
    copyOut(saved('plain'), logs);
    expect(readdirSync(join(logs, 'node'))).toEqual(['kubelet.log']);
    expect(readFileSync(join(logs, 'node/kubelet.log'), 'utf8')).toBe('a line\n');
    copyOut(join(folder.path, 'never-written'), logs);
  });

  it.skipIf(lacksOwners())(
    "are the user's in the user's folder, and are not written through links there",
    () => {
      const out = join(folder.path, 'theirs');
      const roots = join(folder.path, 'roots');
      mkdirSync(join(out, 'logs/node'), { recursive: true });
      mkdirSync(roots);
      for (const path of [out, join(out, 'logs'), join(out, 'logs/node')]) chownSync(path, 1234, 1234);
      symlinkSync(join(roots, 'file'), join(out, 'logs/node/kubelet.log'));
      copyOut(saved('under-root'), join(out, 'logs'));
      expect(readdirSync(roots)).toEqual([]);
      expect(lstatSync(join(out, 'logs/node/kubelet.log'))).toMatchObject({ uid: 1234, nlink: 1 });

      symlinkSync(roots, join(out, 'other-logs'));
      lchownSync(join(out, 'other-logs'), 1234, 1234);
      expect(() => copyOut(saved('linked'), join(out, 'other-logs'))).toThrow('EACCES');
      expect(readdirSync(roots)).toEqual([]);
    },
  );
});
