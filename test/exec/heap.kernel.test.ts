import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ExecFindings } from '../../harness/verdict/exec/types.ts';
import { cli, ownExecLeftovers } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = mkdtempSync(join(tmpdir(), 'nal-heap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function exec(options: string[], argv: string[], env: Record<string, string> = {}) {
  const out = join(folder, 'out');
  const run = await cli(['exec', '--memory', '128Mi', '--out', out, ...options, '--', ...argv], { env });
  const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as ExecFindings;
  return { ...run, result };
}

describe.skipIf(lacksRoot())('exec that reads the heap', () => {
  afterEach(() => expect(ownExecLeftovers()).toEqual([]));

  it('from outside leaves the environment and the threads of the command as they are', async () => {
    const script =
      'const { readdirSync } = require("fs"); console.log(process.env.NODE_OPTIONS, readdirSync("/proc/self/task").length)';
    const bare = await exec(['--heap', 'none'], [process.execPath, '-e', script], {
      NODE_OPTIONS: '--no-warnings',
    });
    const read = await exec([], [process.execPath, '-e', script], { NODE_OPTIONS: '--no-warnings' });
    expect(bare.stdout).toMatch(/^--no-warnings \d+\n$/);
    expect(read.stdout).toBe(bare.stdout);
    expect(read.result).toMatchObject({ outcome: 'exited', exitCode: 0, heapSource: 'auto' });
  });

  it('from outside breaks no Node that may read only its own files', async () => {
    const own = join(folder, 'own.js');
    writeFileSync(own, 'console.log("up")');
    const { stdout, result } = await exec(
      [],
      [process.execPath, '--experimental-permission', `--allow-fs-read=${folder}`, own],
    );
    expect(stdout).toBe('up\n');
    expect(result).toMatchObject({ outcome: 'exited', exitCode: 0 });
  });

  it('from outside tells that it is flat where it is', async () => {
    const { result } = await exec([], [process.execPath, '-e', 'setTimeout(() => undefined, 1800)']);
    expect(result).toMatchObject({ outcome: 'exited', heap: 'flat' });
    expect(result.heapDetail.medianBytes).toBeLessThan(20 * 2 ** 20);
  });

  it.each([
    [['--heap', 'ruby'], 'auto, none, node, jvm'],
    [['--heap', 'jvm', '--heap-url', 'http://127.0.0.1:1/metrics'], 'heap'],
    [['--heap-url', 'http://127.0.0.1:1/metrics#no metric'], 'name a metric'],
  ])('refuses %j', async (options, words) => {
    const run = await cli(['exec', '--memory', '64Mi', ...options, '--', 'true']);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain(words);
  });
});
