import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, leftovers, resultIn, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe.skipIf(lacksRoot())('two runs at once', () => {
  it('take turns, say so, come both to the right verdict, and leave nothing', async () => {
    const outs = ['one', 'other'].map((name) => join(folder.path, name));
    const args = ['run', 'upload-spool', '--arm', 'baseline', '--on', 'cgroup'];
    const both = await Promise.all(outs.map((out) => cli([...args, '--out', out])));
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const waited = both.filter(({ stderr }) => /waiting for the run of process \d+ to end/.test(stderr));
    expect(waited).toHaveLength(1);
    for (const out of outs) expect(resultIn(out)).toMatchObject({ verdict: 'REPRODUCED' });
    expect(leftovers()).toEqual([]);
  });
});
