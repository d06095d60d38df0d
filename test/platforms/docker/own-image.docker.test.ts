import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultIn, temporaryFolder, type CliResult } from '../../cli.ts';
import { onceSaid } from '../../once-said.ts';
import { daemonAnswers, leftAfter, leftOf, newRun } from './daemon-here.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const image = 'node:20-bookworm-slim';

/** A server whose every request appends 256 KiB to a new file in the folder of its first argument. */
const spool = `
const { writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const body = Buffer.alloc(256 * 1024, 'x');
let n = 0;
createServer((request, response) => {
  if (request.url !== '/healthz') writeFileSync(process.argv[1] + '/' + process.pid + '-' + n++, body);
  response.end('ok');
}).listen(8080);
`;

/** A server beside a child that fills /dev/shm by a deleted file, as a database's worker does, and is killed first. */
const fillsShm = `
const { spawn } = require('node:child_process');
const child = \`
  const { openSync, unlinkSync, writeFileSync, writeSync } = require('node:fs');
  writeFileSync('/proc/self/oom_score_adj', '1000');
  const file = openSync('/dev/shm/segment', 'w');
  unlinkSync('/dev/shm/segment');
  const part = Buffer.alloc(256 * 1024, 'x');
  setInterval(() => writeSync(file, part), 10);\`;
const { createServer } = require('node:http');
let worker;
createServer((request, response) => {
  if (request.url !== '/healthz') worker ??= spawn('node', ['-e', child]);
  response.end('ok');
}).listen(8080);
`;

const spoolInto = (at: string) => ({ image, args: ['node', '-e', spool, at], port: 8080, ready: '/healthz' });

const load = { method: 'POST', path: '/spool/{n}', rate: '100/s', for: '6s' };

interface Written {
  app: Record<string, unknown>;
  scratch?: Record<string, unknown>;
  arms: Record<string, unknown>;
  [key: string]: unknown;
}

function scenario(name: string, written: Written): string {
  const path = join(folder.path, name);
  mkdirSync(path, { recursive: true });
  const whole = { title: 'A test', memory: '96Mi', load, ...written };
  writeFileSync(join(path, 'scenario.yaml'), JSON.stringify(whole, null, 2));
  return path;
}

const lives = { expect: { outcome: 'survived' } };

const args = (path: string, name: string) => [
  'run',
  path,
  '--on',
  'docker',
  '--load',
  'builtin',
  '--out',
  join(folder.path, `${name}-out`),
];
const armsOf = (name: string) => resultIn(join(folder.path, `${name}-out`)).scenarios[0]?.arms ?? [];
const armOf = (name: string, arm: string) => armsOf(name).find((one) => one.name === arm);

const server = (script: string) => ['node', '-e', script];
const answering = "require('node:http').createServer((_, answer) => answer.end('ok'))";
const short = { ...load, rate: '10/s', for: '1s' };
const runOf = async (name: string, written: Written) => {
  const run = newRun();
  const result = await run.start(args(scenario(name, written), name));
  return { ...result, left: leftOf(run) };
};

const isThere = daemonAnswers();

describe.skipIf(!isThere)("a run of one's own image on Docker", () => {
  const run = newRun();
  let result: CliResult;
  const secret = 'a-secret-of-the-app';

  beforeAll(async () => {
    const own = scenario('own', {
      app: { ...spoolInto('/var/spool/own'), env: { PASSWORD: secret }, user: 1000, readOnly: true },
      scratch: { medium: 'memory', at: '/var/spool/own' },
      arms: {
        baseline: { expect: { outcome: 'oom-killed', cause: 'tmpfs', restarts: '>=1' } },
        'on-disk': { change: { scratch: { medium: 'disk' } }, ...lives },
        'shared-memory': {
          change: { scratch: { medium: 'none' }, app: spoolInto('/dev/shm'), memory: '64Mi' },
          expect: { outcome: 'oom-killed', cause: 'tmpfs' },
        },
        'child-of-it': {
          change: {
            scratch: { medium: 'none' },
            app: { args: ['node', '-e', fillsShm] },
            memory: '64Mi',
            load: { rate: '10/s', for: '8s' },
          },
          expect: { outcome: 'child-oom-killed', cause: 'tmpfs' },
        },
      },
    });
    result = await run.start(args(own, 'own'));
  }, 300_000);

  it('exits 0, leaves nothing, and records no value of a variable', () => {
    expect(result.exitCode, result.stderr + result.stdout).toBe(0);
    expect(leftOf(run)).toEqual([]);
    const out = join(folder.path, 'own-out');
    for (const file of ['recording.ndjson', 'result.json', 'report.html'])
      expect(readFileSync(join(out, file), 'utf8')).not.toContain(secret);
  });

  it('kills it by its files on a memory-backed volume, written by its own user under a read-only root', () => {
    expect(armOf('own', 'baseline')).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
    expect(armOf('own', 'baseline')?.lives[0]?.residueBytes).toBeGreaterThan(48 * 2 ** 20);
  });

  it('lets it live with the same files on a disk', () => {
    expect(armOf('own', 'on-disk')).toMatchObject({ outcome: 'survived' });
  });

  it('counts files in /dev/shm, which no volume has', () => {
    expect(armOf('own', 'shared-memory')).toMatchObject({ outcome: 'oom-killed', cause: 'tmpfs' });
  });

  it('tells a deleted file in /dev/shm, which went with the child that was killed, from shared memory', () => {
    const { signal } = armOf('own', 'child-of-it')?.lives[0] ?? {};
    expect(signal).toBeNull();
    expect(armOf('own', 'child-of-it')).toMatchObject({ outcome: 'child-oom-killed', cause: 'tmpfs' });
  });
});

describe.skipIf(!isThere)("a run of one's own image on Docker", () => {
  it('starts services beside the app, waits for their ports, and removes them with their network', async () => {
    const asks = `
      const { get } = require('node:http');
      require('node:http').createServer((request, answer) => {
        get('http://db:5432/', (from) => from.pipe(answer)).on('error', () => { answer.statusCode = 500; answer.end(); });
      }).listen(8080);`;
    const slow = `setTimeout(() => ${answering}.listen(5432), 1500)`;
    const { left, stderr } = await runOf('services', {
      app: {
        image,
        args: server(asks),
        port: 8080,
        ready: '/',
        services: { db: { image, args: server(slow), port: 5432 } },
      },
      load: short,
      arms: { baseline: lives },
    });
    // Nothing filled the limit, so it proves nothing; but all that was sent was answered.
    expect(armOf('services', 'baseline'), stderr).toMatchObject({ outcome: 'inconclusive' });
    expect(armOf('services', 'baseline')?.load).toMatchObject({ delivered: 1, failed: 0 });
    expect(left).toEqual([]);
  });

  it('ends with 3 where an image is not there and can not be pulled, and names it, before it makes anything', async () => {
    const { exitCode, stderr, left } = await runOf('missing', {
      app: { image: 'localhost:1/not-a-leak/nothing:1', port: 8080 },
      arms: { baseline: lives },
    });
    expect(stderr).toContain('pulling the image localhost:1/not-a-leak/nothing:1');
    expect(stderr).toMatch(
      /scenario\.yaml:\d+:\d+: the image localhost:1\/not-a-leak\/nothing:1 is not here/,
    );
    expect(stderr).toContain('docker pull localhost:1/not-a-leak/nothing:1');
    expect(exitCode).toBe(3);
    expect(left).toEqual([]);
  });

  it('leaves nothing after SIGKILL: the janitor removes services and their network too', async () => {
    const run = newRun();
    const app = {
      image,
      args: server(`${answering}.listen(8080)`),
      port: 8080,
      services: { db: { image, args: server(`${answering}.listen(5432)`), port: 5432 } },
    };
    const path = scenario('killed', { app, load: { ...load, for: '60s' }, arms: { baseline: lives } });
    await run.start(args(path, 'killed'), {
      onStderr: onceSaid('the load begins', (kill) => kill('SIGKILL')),
    });
    expect(await leftAfter(30_000, run)).toEqual([]);
  });
});
