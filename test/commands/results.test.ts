import { existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeOutFolder } from '../../harness/commands/results.ts';
import type { Host } from '../../harness/host.ts';
import { temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const host = (name: string, env: Record<string, string>) =>
  ({ cwd: join(folder.path, name), env }) as unknown as Host;
const ownerOf = (path: string) => lstatSync(join(folder.path, path)).uid;

describe('the folders of a run', () => {
  const at = new Date('2026-01-02T03:04:05Z');

  it('are named by scenario and time, and the latest is found by that name', () => {
    const made = makeOutFolder(host('plain', {}), undefined, 'upload-spool', at);
    expect(made).toBe(join(folder.path, 'plain/repro-out/upload-spool/20260102T030405Z'));
    expect(existsSync(join(folder.path, 'plain/repro-out/latest'))).toBe(true);
  });

  it('keep nothing of an earlier run that could be taken for this one, and all that is not of a run', () => {
    const out = join(folder.path, 'used');
    mkdirSync(out);
    for (const name of ['recording.ndjson', 'result.json', 'report.html', 'notes.txt'])
      writeFileSync(join(out, name), '');
    makeOutFolder(host('used', {}), out, 'upload-spool', at);
    expect(readdirSync(out)).toEqual(['notes.txt']);
  });

  it('are refused where they can take no file, or where a folder has the name of one', () => {
    const usage = expect.objectContaining({ kind: 'usage' }) as Error;
    expect(() => makeOutFolder(host('proc', {}), '/proc', 'upload-spool', at)).toThrow(usage);
    const taken = join(folder.path, 'taken');
    mkdirSync(join(taken, 'recording.ndjson'), { recursive: true });
    expect(() => makeOutFolder(host('taken', {}), taken, 'upload-spool', at)).toThrow(usage);
  });

  it.skipIf(lacksRoot())('belong to the user behind sudo, as far as they are new', () => {
    makeOutFolder(host('sudo', { SUDO_UID: '1234', SUDO_GID: '1234' }), undefined, 'upload-spool', at);
    const owners = ['sudo/repro-out', 'sudo/repro-out/upload-spool/20260102T030405Z'].map(ownerOf);
    expect(owners).toEqual([1234, 1234]);
    expect(lstatSync(folder.path).uid).toBe(0);
  });
});
