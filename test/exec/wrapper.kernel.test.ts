import { execFile } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ownPlaces, temporaryFolder } from '../cli.ts';
import { lacksRoot } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const tool = join(import.meta.dirname, '../../dist/not-a-leak.mjs');

/** Runs `exec` by a shell, in a folder of the test's own. */
function exec(options: string, command: string): Promise<{ exitCode: number; stderr: string }> {
  const script = `exec ${process.execPath} ${tool} exec --memory 64Mi ${options} -- sh -c '${command}'`;
  const env = { ...process.env, ...ownPlaces };
  return new Promise((resolve) => {
    const child = execFile('sh', ['-c', script], { cwd: folder.path, env }, (_, __, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, stderr }),
    );
  });
}

const ownRuns = join(folder.path, 'repro-out/exec');
const runs = () => (existsSync(ownRuns) ? readdirSync(ownRuns) : []);
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder.path, name), 'utf8'));

describe.skipIf(lacksRoot())('exec as a wrapper', () => {
  it("exits with the command's code, and its result comes on a descriptor, apart from its stderr", async () => {
    const run = await exec('-q --pass-exit-code --result 3 3>by-number.json', 'echo own >&2; exit 7');
    expect(run).toMatchObject({ exitCode: 7, stderr: 'own\n' });
    expect(read('by-number.json')).toMatchObject({ outcome: 'exited', exitCode: 7 });
  });

  it('exits with 128+n where signal n ended the command, and writes its result to a file', async () => {
    const run = await exec('-q --pass-exit-code --result by-name.json', 'kill -TERM $$');
    expect(run.exitCode).toBe(143);
    expect(read('by-name.json')).toMatchObject({ signal: 'SIGTERM' });
  });

  it('refuses arguments that would reach the command altered', async () => {
    const run = await exec('', `touch ran' "$(printf '\\377')" '`);
    expect(run.exitCode).toBe(2);
    expect(existsSync(join(folder.path, 'ran'))).toBe(false);
    expect(run.stderr).toContain('is not UTF-8');
  });

  it.each(['9', '-1', '99999999999', '/nowhere/result.json', '.', '""'])(
    'refuses --result %s before anything runs',
    async (target) => {
      const run = await exec(`--result ${target}`, 'touch ran');
      expect(run.exitCode).toBe(2);
      expect(run.stderr).toContain("can't take the result");
      expect(existsSync(join(folder.path, 'ran'))).toBe(false);
    },
  );

  it('writes report.html only where --out or --report asks for it', async () => {
    const before = runs();
    await exec('-q', 'true');
    const without = runs().filter((run) => !before.includes(run));
    await exec('-q --report', 'true');
    const withPage = runs().filter((run) => ![...before, ...without].includes(run));
    const pages = [...without, ...withPage].map((run) => existsSync(join(ownRuns, run, 'report.html')));
    expect(pages).toEqual([false, true]);
  });
});
