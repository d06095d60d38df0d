import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArmFindings } from '../../../harness/verdict/types.ts';
import { cli, leftovers, resultIn, temporaryFolder } from '../../cli.ts';
import { lacksRoot } from '../../skip.ts';

const folder = temporaryFolder();
chmodSync(folder.path, 0o755);
afterAll(folder.remove);
const fixtures = fileURLToPath(new URL('../../fixtures/own-app', import.meta.url));

/** Runs arms of an app that lies beside its scenario, as does a program that loads it. */
async function run(name: string, scenario: Record<string, unknown>) {
  const directory = join(folder.path, name);
  const out = join(folder.path, `${name}-out`);
  mkdirSync(directory);
  for (const file of ['app.mjs', 'sender.mjs', 'job.mjs'])
    copyFileSync(join(fixtures, file), join(directory, file));
  writeFileSync(
    join(directory, 'scenario.yaml'),
    JSON.stringify({ title: 'A test', memory: '96Mi', ...scenario }),
  );
  const ran = await cli(['run', directory, '--on', 'cgroup', '--out', out]);
  const arms = resultIn(out).scenarios[0]?.arms ?? [];
  return { ...ran, out, arm: (which: string) => arms.find((one) => one.name === which) as ArmFindings };
}

const node = process.execPath;
const command = [node, 'app.mjs', '{port}'];
const send = (count: number, ...more: string[]) => [node, 'sender.mjs', '{url}/leak', String(count), ...more];

const job = (mebibytes: number, exit = 0) => ({
  command: [node, 'job.mjs', String(mebibytes), String(exit)],
});

describe.skipIf(lacksRoot())('a load by a command', () => {
  it('kills an app, and shows by its exit code that another has lived through all of it', async () => {
    const { exitCode, stdout, stderr, arm, out } = await run('command', {
      app: { command },
      load: { command: send(800), for: '20s' },
      arms: {
        baseline: { expect: { outcome: 'oom-killed', cause: 'heap' } },
        'more-memory': { change: { memory: '768Mi' }, expect: { outcome: 'survived' } },
        'a-little': { change: { load: { command: send(3) } }, expect: { outcome: 'survived' } },
        fails: { change: { load: { command: send(3, '--exit=3') } }, expect: { outcome: 'survived' } },
        'too-long': {
          change: { load: { command: send(3, '--stay'), for: '800ms' } },
          expect: { outcome: 'survived' },
        },
        'too-long-but-told': {
          change: { load: { command: send(3, '--stay'), for: '800ms', delivered: { log: '^sent 3 of 3$' } } },
          expect: { outcome: 'survived' },
        },
      },
    });
    expect(stdout).toContain('load by node, for at most 20.0 s');
    expect(stderr).toContain('load of command: ');
    expect(exitCode).toBe(5);
    expect(arm('baseline')).toMatchObject({ outcome: 'oom-killed', cause: 'heap' });
    expect(arm('more-memory')).toMatchObject({
      outcome: 'survived',
      load: { shown: { by: 'exit', met: true } },
    });
    expect(arm('a-little')).toMatchObject({ outcome: 'inconclusive', doubt: { kind: 'limit-never-met' } });
    for (const [name, found] of [
      ['fails', 'exit code 3, after "sent 3 of 3"'],
      ['too-long', 'it had not ended after 0.8 s'],
    ] as const) {
      expect(arm(name)).toMatchObject({ outcome: 'inconclusive', doubt: { kind: 'load-not-met' } });
      expect(arm(name).reason).toContain(found);
    }
    expect(arm('too-long-but-told').load.shown).toMatchObject({ by: 'log', met: true });
    expect(readFileSync(join(out, 'logs/load-command-more-memory.log'), 'utf8')).toContain('sent 800 of 800');
    expect(leftovers()).toEqual([]);
  });

  it('is told the address of the app, and runs in the folder of its scenario', async () => {
    const says = `pwd; echo "$URL = http://$HOST:$PORT = {url}"; exit 7`;
    const { out, arm } = await run('told', {
      app: { command },
      load: { command: ['sh', '-c', says], for: '5s', delivered: { exit: 7 } },
      arms: { baseline: { expect: { outcome: 'survived' } } },
    });
    const [where, address] = readFileSync(join(out, 'logs/load-told-baseline.log'), 'utf8').split('\n');
    expect(where).toBe(join(folder.path, 'told'));
    expect(address).toMatch(/^(http:\/\/127\.0\.0\.1:\d+) = \1 = \1$/);
    expect(arm('baseline').load.shown).toMatchObject({ met: true });
  });

  it('leaves nothing running, not even what left its process group or took SIGTERM for nothing', async () => {
    const mark = `nal-${process.pid}-sleeper`;
    const says = `trap '' TERM; setsid sh -c 'sleep 600; : ${mark}' & sleep 600; : ${mark}`;
    const { arm } = await run('stays', {
      app: { command },
      load: { command: ['sh', '-c', says], for: '500ms' },
      arms: { baseline: { expect: { outcome: 'survived' } } },
    });
    expect(arm('baseline').reason).toContain('it had not ended after 0.5 s');
    expect(spawnSync('pgrep', ['-f', mark], { encoding: 'utf8' }).stdout).toBe('');
  });
});

describe.skipIf(lacksRoot())('an app that works by itself', () => {
  it('is killed, or has done its work at its end, which is not begun again', async () => {
    const { exitCode, stdout, arm } = await run('job', {
      app: job(200),
      load: { none: '20s', delivered: { exit: 0 } },
      arms: {
        baseline: { expect: { outcome: 'oom-killed', restarts: '>=1' } },
        'more-memory': { change: { memory: '400Mi' }, expect: { outcome: 'survived' } },
        'gives-up': { change: { app: job(8, 3) }, expect: { outcome: 'exited' } },
      },
    });
    expect(stdout).toContain('no load, watched for 20.0 s');
    expect(exitCode).toBe(0);
    expect(arm('baseline').lives.length).toBeGreaterThan(1);
    expect(arm('baseline').killedAfterMs).toBeGreaterThan(0);
    expect(arm('more-memory').lives.map(({ ended }) => ended)).toEqual(['exited']);
    expect(arm('more-memory').durationMs).toBeLessThan(20_000);
    expect(leftovers()).toEqual([]);
  });

  it('has worked where a line of it, or a figure on its page, says so, and else nothing is known', async () => {
    const { arm } = await run('said', {
      app: job(8),
      load: { none: '1s', delivered: { log: '^took \\d+ MiB$' } },
      arms: {
        baseline: { expect: { outcome: 'survived' } },
        other: { change: { load: { delivered: { log: 'gave up' } } }, expect: { outcome: 'survived' } },
        untold: { change: { load: { none: '500ms' } }, expect: { outcome: 'survived' } },
      },
    });
    expect(arm('baseline').load.shown).toMatchObject({ by: 'log', met: true, found: '"took 8 MiB"' });
  });
});
