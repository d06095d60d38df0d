import { afterAll, describe, expect, it } from 'vitest';
import { checkScratch } from '../../harness/exec/check-scratch.ts';
import { readScratch } from '../../harness/cli/arguments/exec-values.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe('a scratch of exec', () => {
  it.each([
    [['memory:/proc'], 'belongs to the kernel'],
    [['memory:/proc/sys'], 'belongs to the kernel'],
    [['memory:/dev'], 'belongs to the kernel'],
    [['memory:/sys/fs/cgroup'], 'belongs to the kernel'],
    [['memory:/'], 'would hide'],
    [['memory:/usr'], 'would hide'],
    [['memory:HERE', 'memory:HERE/'], "can't be used together"],
    [['memory:HERE', 'disk:HERE'], "can't be used together"],
  ])('can not be %j', (texts, words) => {
    const scratch = texts.map((text) => readScratch(text.replace('HERE', folder.path)));
    expect(() => checkScratch(scratch, '/')).toThrow(words);
  });

  it('may be below another, and is told after it', () => {
    const scratch = ['memory:a/b/c', 'memory:a/b', 'memory:.'].map((text) => readScratch(text));
    const found = checkScratch(scratch, folder.path).map(({ directory }) => directory);
    expect(found).toEqual([folder.path, `${folder.path}/a/b`, `${folder.path}/a/b/c`]);
  });
});
