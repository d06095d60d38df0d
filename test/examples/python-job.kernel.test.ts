import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, leftovers, resultIn, temporaryFolder } from '../cli.ts';
import { needs } from '../exec/case-parts.ts';
import { lacks, lacksRoot } from '../skip.ts';
import { exampleFolder } from './images.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const isSkipped = lacksRoot() || lacks('python3', needs('python3') === null);

describe.skipIf(isSkipped)('the example of a Python job', () => {
  it('is killed or stopped by its temporary files, and ends with them on a disk or with room for them', async () => {
    const out = join(folder.path, 'out');
    const { exitCode, stdout } = await cli([
      'run',
      exampleFolder('python-job'),
      '--on',
      'cgroup',
      '--out',
      out,
    ]);
    expect(stdout).toContain('REPRODUCED');
    expect(exitCode).toBe(0);
    const arms = resultIn(out).scenarios[0]?.arms ?? [];
    expect(arms[0]).toMatchObject({ name: 'baseline', cause: 'tmpfs' });
    expect(arms.slice(1).map(({ name, outcome }) => [name, outcome])).toEqual([
      ['on-disk', 'survived'],
      ['headroom', 'survived'],
    ]);
    expect(leftovers()).toEqual([]);
  });
});
