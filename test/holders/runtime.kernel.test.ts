import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builtInto, Runtimes } from '../../harness/holders/runtime.ts';
import { temporaryFolder } from '../cli.ts';
import { needs } from '../exec/case-parts.ts';
import { lacks } from '../skip.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

describe.skipIf(lacks('Linux', process.platform === 'linux'))('the runtime of a process', () => {
  it('is Node for this one', async () => {
    expect(await new Runtimes().of(process.pid)).toBe('node');
  });

  it.skipIf(needs('python3'))('is Python whatever its version is called', async () => {
    const said = ['-c', 'print("up", flush=True); import time; time.sleep(60)'];
    expect(await runtimeOf('python3', said)).toBe('python');
  });

  it.each([
    ['perl', ['-e', '$| = 1; print "up\\n"; sleep 60']],
    ['sh', ['-c', 'echo up; read nothing']],
  ])('is none for %s', async (program, args) => {
    expect(await runtimeOf(program, args)).toBeNull();
  });

  it('is not told where the process is gone', async () => {
    const { pid } = spawnSync('true');
    expect(await new Runtimes().of(pid)).toBeUndefined();
  });

  it.skipIf(needs('go'))('is Go by what its build leaves in the file, whatever that is called', () => {
    const go = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout.trim();
    const copy = join(folder.path, 'api');
    copyFileSync(join(go, 'bin', 'go'), copy);
    expect(builtInto(copy)).toBe('go');
  });

  it('is Node in a program that has all of Node in it, whatever that is called', async () => {
    const copy = join(folder.path, 'service');
    copyFileSync(process.execPath, copy);
    expect(await runtimeOf(copy, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'])).toBe('node');
  });

  it.skipIf(needs('python3'))('is Python for a copy of it, whatever that is called', async () => {
    const program = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    const copy = join(folder.path, 'worker');
    copyFileSync(program.stdout.trim(), copy);
    expect(await runtimeOf(copy, ['-c', 'print("up", flush=True); import time; time.sleep(60)'])).toBe(
      'python',
    );
  });

  it.each(['/bin/sh', '/etc/passwd', '/nowhere', '/proc/self/mem'])('is not built into %s', (path) => {
    expect(builtInto(path)).toBeNull();
  });
});

/** Once it says that it is up; before that it may be anything. */
async function runtimeOf(program: string, args: string[]) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    return await new Runtimes().of(child.pid ?? 0);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
