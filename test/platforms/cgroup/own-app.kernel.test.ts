import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);
const program = fileURLToPath(new URL('../../fixtures/own-app/app.mjs', import.meta.url));
const volume = join(folder.path, 'volume');
mkdirSync(volume);

const command = [process.execPath, 'app.mjs', '{port}'];
const killed = (cause: string) => ({ baseline: { expect: { outcome: 'oom-killed', cause } } });

/** Writes a scenario whose app lies beside it. */
function write(name: string, change: Record<string, unknown>): string {
  const directory = join(folder.path, name);
  mkdirSync(directory);
  copyFileSync(program, join(directory, 'app.mjs'));
  const scenario = {
    title: 'A test',
    app: { command, env: { SPOOL: volume, TOKEN: 'hush-hush' } },
    memory: '96Mi',
    load: { method: 'PUT', path: '/spool/{n}', body: '256Ki', rate: '100/s', for: '8s' },
    ...change,
  };
  writeFileSync(join(directory, 'scenario.yaml'), JSON.stringify(scenario, null, 2));
  return directory;
}

async function run(name: string, change: Record<string, unknown>) {
  const directory = write(name, change);
  const out = join(folder.path, `${name}-out`);
  const ran = await cli(['run', directory, '--on', 'cgroup', '--load', 'builtin', '--out', out]);
  return { ...ran, out };
}

const load = (path: string) => ({ method: 'PUT', path, body: '256Ki', rate: '100/s', for: '8s' });

describe.skipIf(lacksRoot())('an app of one’s own on the memory cgroups of this host', () => {
  it('is killed by the files on its memory-backed volume, lives with them on a disk, and is told apart', async () => {
    const { exitCode, out, stdout, stderr } = await run('spool', {
      scratch: { medium: 'memory', at: volume },
      arms: {
        baseline: { expect: { outcome: 'oom-killed', cause: 'tmpfs', heap: 'flat', restarts: '>=1' } },
        'on-disk': {
          change: { scratch: { medium: 'disk' } },
          expect: { outcome: 'survived', cache: 'at-limit' },
        },
      },
    });
    expect(stdout + stderr).toContain('REPRODUCED');
    expect(exitCode).toBe(0);
    expect(resultIn(out).scenarios[0]?.arms[0]?.scratchFiles).toBeGreaterThan(100);
    for (const file of ['recording.ndjson', 'report.html', 'result.json'])
      expect(readFileSync(join(out, file), 'utf8')).not.toContain('hush-hush');
    expect(leftovers()).toEqual([]);
  });

  it.each([
    ['heap', '/leak'],
    ['native', '/native'],
    ['tmpfs', '/shm'],
  ])('that fills its limit with %s is told so, by a look from outside', async (cause, path) => {
    const memory = cause === 'tmpfs' ? '72Mi' : '96Mi'; // /dev/shm itself is full at 64 MiB
    const { out, stdout } = await run(cause, { memory, load: load(path), arms: killed(cause) });
    expect(stdout).toContain('REPRODUCED');
    expect(resultIn(out).scenarios[0]?.arms[0]).toMatchObject({ outcome: 'oom-killed', cause });
  });

  it('runs in the folder of its scenario, as the user named, once its own page says it is ready', async () => {
    const { exitCode, out } = await run('user', {
      app: { command, user: '1234', ready: '/ready' },
      load: { path: '/ready', rate: '20/s', for: '1s' },
      arms: { baseline: { expect: { outcome: ['oom-killed', 'survived'] } } },
    });
    // Nothing filled the limit: it can't have survived anything.
    expect(exitCode).toBe(5);
    expect(resultIn(out).scenarios[0]?.arms[0]?.load.ok).toBe(20);
  });

  it.each([
    [{ app: { command, user: 'nobody-here' } }, 2, 'app.user: there is no user "nobody-here"'],
    [{ scratch: { medium: 'memory', at: '/no/such/folder' } }, 2, 'scratch.at: /no/such/folder is no folder'],
    [{ app: { command: ['/no/such/program'] } }, 4, 'no/such/program'],
    [{ app: { command: ['sh', '-c', 'echo I give up; exit 3'] } }, 4, 'I give up'],
    [{ app: { command: ['sleep', '60'], startup: '500ms' } }, 4, 'did not accept a connection within 0.5 s'],
  ])('that can’t run, as by %j, is an error that says why', async (change, code, words) => {
    const name = `broken-${words.replaceAll(/\W+/g, '-').slice(0, 20).toLowerCase()}x`;
    const { exitCode, stderr } = await run(name, { arms: killed('tmpfs'), ...change });
    expect(stderr).toContain(words);
    expect(exitCode).toBe(code);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(leftovers()).toEqual([]);
  });

  it('that insists on a port which is taken is refused before anything is made', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { stderr } = await run('taken', { app: { command, port }, arms: killed('tmpfs') });
    server.close();
    expect(stderr).toContain(`Another program listens on port ${port}`);
  });
});
