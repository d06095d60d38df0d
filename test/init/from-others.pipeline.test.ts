import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../harness/scenario/load-suite.ts';
import { temporaryFolder } from '../cli.ts';
import { cliInProcess } from '../in-process.ts';
import { baselineOf, filesBelow, init } from './started-from.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const given = filesBelow(folder.path);

describe('init from a compose file, an image or a command', () => {
  const services = {
    services: { web: { image: 'web:1', tmpfs: '/tmp', mem_limit: '64m', ports: ['8080:80'] } },
  };

  it('takes the only service of a file', async () => {
    const { path, out } = given({ 'compose.yaml': services });
    expect(await init([join(path, 'compose.yaml')], out)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(baselineOf(out)).toMatchObject({
      app: { image: 'web:1', port: 80 },
      memory: 2 ** 26,
      scratch: { medium: 'memory', at: '/tmp' },
    });
  });

  it('takes an image, and its volume from the user', async () => {
    const { out } = given({});
    const flags = ['--memory', '64Mi', '--port', '80', '--scratch', 'memory:/tmp:50Mi'];
    expect(await init(['image', 'localhost/not-there:1'], out, ...flags)).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(loadScenario(out).arms.map(({ name }) => name)).toContain('on-disk');
  });

  it('takes a command line, in the folder where it is given', async () => {
    const { out } = given({});
    const run = await cliInProcess([
      'init',
      '--out',
      out,
      '--memory',
      '64Mi',
      '--',
      'node',
      'x.js',
      '--port={port}',
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const app = baselineOf(out)?.app as { command: string[]; cwd: string };
    expect(app.command).toEqual(['node', 'x.js', '--port={port}']);
    expect(join(out, app.cwd, 'package.json')).toSatisfy(existsSync);
  });

  it('takes the program that makes the load after --, where the app is something else', async () => {
    const { path, out } = given({ 'compose.yaml': services });
    const from = join(path, 'compose.yaml');
    const run = await cliInProcess([
      'init',
      from,
      'web',
      '--out',
      out,
      '--',
      'redis-benchmark',
      '-p',
      '{port}',
    ]);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(baselineOf(out)).toMatchObject({
      app: { image: 'web:1' },
      load: { command: ['redis-benchmark', '-p', '{port}'], delivered: { exit: 0 } },
    });
    expect(loadScenario(out).arms.map(({ name }) => name)).not.toContain('half-load');
  });

  it('answers in JSON as well', async () => {
    const { path, out } = given({ 'compose.yaml': services });
    const { stdout } = await init([join(path, 'compose.yaml')], out, '--json');
    const answer = JSON.parse(stdout) as { arms: { name: string }[]; next: string };
    expect(answer.arms[0]?.name).toBe('baseline');
    expect(answer.next).toContain(out);
  });
});
