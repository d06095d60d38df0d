import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { startThread } from '../../harness/process/thread.ts';
import { temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

function start(name: string, source: string, ...args: string[]) {
  const file = join(folder.path, `${name}.mjs`);
  writeFileSync(file, source);
  const lines: string[] = [];
  return { ...startThread([file, ...args], (line) => void lines.push(line)), lines };
}

describe('a helper that is a thread', () => {
  it('hears what it is told, says what it has to, and ends when its stdin does', async () => {
    const echo = `
      import { createInterface } from 'node:readline';
      for await (const line of createInterface({ input: process.stdin })) console.log(process.argv[2], line);`;
    const helper = start('echo', echo, 'heard');
    helper.say('this');
    helper.say('and that');
    expect(await helper.stop()).toEqual({ exitCode: 0, signal: null, stderr: '' });
    expect(helper.lines).toEqual(['heard this', 'heard and that']);
  });

  it('is ended where it does not end by itself, also while it waits for nothing', async () => {
    const deaf = `
      import { writeFileSync } from 'node:fs';
      writeFileSync(process.argv[2], '');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`;
    const up = join(folder.path, 'up');
    const helper = start('deaf', deaf, up);
    while (!existsSync(up)) await sleep(5);
    expect(await helper.stop(50)).toMatchObject({ exitCode: 1 });
  });

  it('has all that it wrote before its end read, and what it threw among its last words', async () => {
    const helper = start(
      'throws',
      'process.stdout.write("x\\n".repeat(50_000), () => { throw new Error("enough"); });',
    );
    const end = await helper.ended;
    expect(end.exitCode).toBe(1);
    expect(end.stderr).toContain('Error: enough');
    expect(helper.lines).toHaveLength(50_000);
  });
});
