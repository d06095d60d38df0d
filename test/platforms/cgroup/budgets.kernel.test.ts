import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);

/** An app that holds 100 MiB of anonymous memory, and answers. */
const app = `
const held = Buffer.alloc(100 * 2 ** 20, 1);
require('node:http').createServer((_, response) => response.end(String(held.length))).listen(process.argv[2]);
`;

async function run(
  name: string,
  expected: Record<string, unknown>,
  change: object = {},
  args: string[] = [],
) {
  const directory = join(folder.path, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'app.cjs'), app);
  const scenario = {
    title: 'A test',
    app: { command: [process.execPath, 'app.cjs', '{port}'], ready: 'tcp' },
    memory: '256Mi',
    load: { rate: '20/s', for: '5s' },
    arms: { baseline: { expect: { outcome: 'survived', ...expected } } },
    ...change,
  };
  writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(scenario, null, 2));
  const out = join(folder.path, `${name}-out`);
  const ran = await cli(['run', directory, '--on', 'cgroup', '--load', 'builtin', '--out', out, ...args]);
  return { ...ran, out };
}

describe.skipIf(lacksRoot())('the budgets of an app of one’s own on the memory cgroups of this host', () => {
  it('hold for what it really uses, and the message names its process where they do not', async () => {
    const within = await run('within', {
      kills: 0,
      unreclaimable: '<=224Mi',
      headroom: '>=10%',
      tmpfs: '<=8Mi',
    });
    expect(within.stdout + within.stderr).toContain('REPRODUCED');
    expect(within.exitCode).toBe(0);
    const used = resultIn(within.out).scenarios[0]?.arms[0]?.used;
    expect(used?.untried).toBeNull();
    expect(used?.peaks['anonymous']?.bytes).toBeGreaterThan(100 * 2 ** 20);
    const beyond = await run('beyond', { anonymous: '<=64Mi' });
    expect(beyond.exitCode).toBe(1);
    expect(beyond.stdout).toMatch(/anonymous: expected at most 64 MiB; was anonymous 1\d\d MiB of 64 MiB/);
    expect(beyond.stdout).toMatch(/scenario\.yaml:\d+:\d+\)/);
    expect(leftovers()).toEqual([]);
  });
});
