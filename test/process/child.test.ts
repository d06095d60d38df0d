import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { keptStderr, startChild, startTeller } from '../../harness/process/child.ts';

const sh = (script: string, ...args: string[]) =>
  ['sh', '-c', script, 'sh', ...args] as [string, ...string[]];

/** A helper by this script, and the lines that it wrote. */
function start(script: string) {
  const lines: string[] = [];
  return { child: startChild(sh(script), (line) => lines.push(line)), lines };
}

/** A helper that tells values by this script, and those that it told. */
function tell(script: string) {
  const values: unknown[] = [];
  return { child: startTeller(sh(script), (value) => values.push(value)), values };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a helper program', () => {
  it('gets lines on stdin, gives its lines, and ends when its stdin does', async () => {
    const { child, lines } = start('while read -r line; do echo "got $line"; done; echo bye');
    child.say('one');
    child.say('two');
    expect(await child.stop()).toEqual({ exitCode: 0, signal: null, stderr: '' });
    expect(lines).toEqual(['got one', 'got two', 'bye']);
  });

  it('gives its exit code and the last of what it wrote to stderr', async () => {
    const { child } = start('head -c 9000 /dev/zero | tr "\\0" x >&2; echo "last words" >&2; exit 7');
    const end = await child.ended;
    expect(end).toMatchObject({ exitCode: 7, signal: null, stderr: expect.stringMatching(/xlast words$/) });
    expect(end.stderr.length).toBeLessThanOrEqual(keptStderr);
  });

  it('is killed where it does not end in time, with all that it started', async () => {
    const { child, lines } = start('sleep 300 & echo $!; cat >/dev/null; wait');
    await until(() => lines.length === 1);
    expect(await child.stop(50)).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
    await until(() => !isThere(Number(lines[0])));
  });

  it('takes what it started with it when it ends by itself', async () => {
    const { child, lines } = start('sleep 300 >/dev/null 2>&1 & echo $!');
    expect(await child.ended).toMatchObject({ exitCode: 0 });
    await until(() => !isThere(Number(lines[0])));
  });

  it('is stopped again with the same end, and is told lines that nobody reads', async () => {
    const { child } = start('exit 3');
    const end = await child.ended;
    child.say('too late');
    expect(await child.stop()).toEqual(end);
  });

  it('that can not be started ends with the reason', async () => {
    const child = startChild(['/nowhere/helper'], () => undefined);
    expect(await child.ended).toMatchObject({ exitCode: null, stderr: expect.stringContaining('ENOENT') });
    child.kill(); // there is nothing to kill, and no process of another is
  });
});

describe('a helper program that tells JSON', () => {
  it('gives a value a line', async () => {
    const { child, values } = tell(`echo '{"a":1}'; echo null`);
    await child.ended;
    expect(values).toEqual([{ a: 1 }, null]);
  });

  it('is ended at a line that broke off, which stands with its last words', async () => {
    const { child, values } = tell(`echo 1; echo oh >&2; echo '{"a":'; echo 2; sleep 300`);
    const end = await child.ended;
    expect(end.signal).toBe('SIGKILL');
    expect(end.stderr).toBe('oh\nIt broke off in: {"a":');
    expect(await child.stop()).toEqual(end);
    expect(values).toEqual([1]);
  });
});
