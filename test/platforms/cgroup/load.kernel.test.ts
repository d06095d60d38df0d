import { availableParallelism } from 'node:os';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { fakeK6 } from '../../load/k6/fake.ts';
import { isRoot, lacks, lacksRoot } from '../../skip.ts';

const hasK6 = spawnSync(process.env['K6_BIN'] ?? 'k6', ['version']).status === 0;
const isLacking = lacks('root and k6', isRoot && hasK6);

const folder = temporaryFolder();
afterAll(folder.remove);

/** A single processor has k6 and the app on it. */
const pace = availableParallelism() === 1 ? ['--stretch', '3'] : [];

describe.skipIf(isLacking)('a run with k6 on the memory cgroups of this host', () => {
  it.each(['k6', 'builtin'])('comes to the same verdict with --load %s, and leaves nothing', async (load) => {
    const out = join(folder.path, load);
    const arms = ['--arm', 'baseline', '--arm', 'short-retention'];
    const run = await cli([
      'run',
      'upload-spool',
      '--on',
      'cgroup',
      ...arms,
      '--load',
      load,
      ...pace,
      '--out',
      out,
    ]);
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain(`load: ${load}`);
    const result = resultIn(out);
    expect(result).toMatchObject({ verdict: 'REPRODUCED', load });
    expect(result.scenarios[0]?.arms).toMatchObject([
      { outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat', restarts: 2 },
      { outcome: 'survived', heap: 'flat' },
    ]);
    expect(existsSync(join(out, 'logs/k6-upload-spool-baseline.json'))).toBe(load === 'k6');
    expect(leftovers()).toEqual([]);
  });

  it('drives a scenario by the script beside it, which builds on the common one', async () => {
    const directory = join(folder.path, 'own');
    mkdirSync(directory);
    const scenario = {
      title: 'A test',
      story: 'A test.',
      app: { mode: 'spool', retention: 'never' },
      memory: '96Mi',
      scratch: { medium: 'memory' },
      load: { rate: '200/s', body: '256Ki', for: '5s' },
      arms: { baseline: { expect: { outcome: 'oom-killed', cause: 'tmpfs' } } },
    };
    writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(scenario));
    const common = join(import.meta.dirname, '../../../scenarios/load.ts');
    const script = `export { options, handleSummary } from '${common}';
      import send from '${common}';
      export default function (): void { console.log('my own'); send(); }`;
    writeFileSync(join(directory, 'load.ts'), script);
    const out = join(folder.path, 'own-out');
    const run = await cli(['run', directory, '--on', 'cgroup', '--load', 'k6', ...pace, '--out', out]);
    expect(run.stderr).toContain(`load of own: its own script ${directory}/load.ts`);
    expect(run.exitCode).toBe(0);
    expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
  });
});

describe.skipIf(lacksRoot())('a run whose k6 fails', () => {
  it('exits 4 with what k6 said, and leaves nothing', async () => {
    const k6 = fakeK6(folder.path, 'k6-fails', "echo 'ReferenceError: x is not defined' >&2; exit 107");
    const out = join(folder.path, 'fails');
    const run = await cli(
      ['run', 'upload-spool', '--on', 'cgroup', '--arm', 'baseline', '--load', 'k6', '--out', out],
      {
        env: { K6_BIN: k6 },
      },
    );
    expect(run.exitCode).toBe(4);
    expect(run.stderr).toContain('The load (k6) ended too early, with exit code 107.');
    expect(run.stderr).toContain('ReferenceError: x is not defined');
    expect(resultIn(out)).toMatchObject({ load: 'k6', exitCode: 4, verdict: null });
    expect(readFileSync(join(out, 'recording.ndjson'), 'utf8')).toContain('"reason":"failed"');
    expect(leftovers()).toEqual([]);
  });
});
