import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptErrors } from '../../../harness/load/k6/script-errors.ts';
import { lacks } from '../../skip.ts';
import { armOf, drive, makeLoads } from '../drive.ts';

const hasK6 = spawnSync(process.env['K6_BIN'] ?? 'k6', ['version']).status === 0;

describe("what k6's stderr tells of a script", () => {
  it('is each error once, with its first place', () => {
    const errors = new ScriptErrors();
    const thrown = [
      'ReferenceError: y is not defined',
      '\tat f (file:///s/b.ts:2:1(3))',
      '\tat default (file:///s/a.ts:4:10(3))',
      '',
    ];
    for (const line of [...thrown, ...thrown, 'Request Failed', 'warned', '\tat nothing']) errors.see(line);
    expect(errors.first()).toEqual(['ReferenceError: y is not defined at /s/b.ts:2:1']);
  });

  it('is kept short, however much it is', () => {
    const errors = new ScriptErrors();
    for (let line = 1; line < 100; line++) {
      errors.see(`Error: ${'x'.repeat(10_000)}`);
      errors.see(`\tat default (file:///s/a.ts:${line}:1(3))`);
    }
    expect(errors.first().join().length).toBeLessThan(2000);
  });
});

describe.skipIf(lacks('k6', hasK6))('a script that throws in k6', () => {
  let loads: Awaited<ReturnType<typeof makeLoads>>;
  beforeAll(async () => void (loads = await makeLoads()));
  afterAll(() => loads?.remove());
  const common = fileURLToPath(new URL('../../../scenarios/load.ts', import.meta.url));
  const script = (name: string, text: string) => {
    const path = join(loads.folder, name);
    writeFileSync(path, text);
    return path;
  };
  const arm = armOf({ rate: '10/s', for: '1s' });

  it('in each of its iterations, is recorded with file and line', async () => {
    const path = script(
      'throws.ts',
      `export { options } from '${common}';\nexport default () => {\n  nothere();\n};\n`,
    );
    const { ended } = await drive(loads.k6(undefined, path), arm, 'http://127.0.0.1:9');
    expect(ended?.scriptErrors).toEqual([
      expect.stringMatching(/^ReferenceError: nothere is not defined at \S+throws\.ts:3:\d+$/),
    ]);
  });

  it("where it is loaded, fails the run with k6's own words", async () => {
    const path = script('broken.ts', 'const x = nothere();\nexport default () => {};\n');
    await expect(drive(loads.k6(undefined, path), arm, 'http://127.0.0.1:9')).rejects.toMatchObject({
      exitCode: 4,
      hint: expect.stringMatching(
        /ReferenceError: nothere is not defined\s+at file:\S+broken\.ts:1:/,
      ) as string,
    });
  });
});
