import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../harness/errors.ts';
import { recordingName, RecordingFile } from '../../harness/recording/write.ts';
import { temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(() => {
  spawnSync('umount', ['--lazy', folder.path]);
  folder.remove();
});

describe.skipIf(lacksRoot())('a recording on a disk that is nearly full', () => {
  it('is never called whole where a line of it was taken in part', () => {
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'nearly-full', folder.path]);
    const file = new RecordingFile(folder.path);
    const line = { kind: 'evidence', arm: 'x', name: 'x', command: 'x', output: 'x'.repeat(40_000) } as never;
    file.record(line);
    expect(file.broken.aborted).toBe(false);
    file.record(line); // the disk takes half of it
    expect(file.broken.aborted).toBe(true);
    expect(() => file.close()).toThrow(Failure);
    expect(existsSync(join(folder.path, recordingName))).toBe(false);
  });
});
