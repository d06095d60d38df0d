import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure, Interrupted } from '../../harness/errors.ts';
import { NeverUp } from '../../harness/platforms/platform.ts';
import { Deferred } from '../../harness/process/deferred.ts';
import { runArm } from '../../harness/run/arm.ts';
import type { Turn } from '../../harness/run/lane.ts';
import type { Arm } from '../../harness/scenario/types.ts';
import { armNamed } from '../arms.ts';
import { wholeSetup } from '../setup.ts';
import { fakePlatform } from './fake-platform.ts';

type Fake = ReturnType<typeof fakePlatform>;
type Context = Parameters<typeof runArm>[1];

const quiet = armNamed('a', {}, { heap: 'none' });
const done = () => undefined;
const wholeArm = ['make a', 'load a', 'start a', 'drive a', 'evidence a', 'stop a', 'remove a'];

/** Runs an arm whose turn has come, unless told otherwise; resolves with the error, or null. */
async function errorOf(fake: Fake, arm: Arm = quiet, change: Partial<Context> = {}): Promise<unknown> {
  const turn: Turn = { came: Promise.resolve(), begun: () => undefined, over: () => undefined };
  const context: Context = {
    platform: fake.platform,
    load: fake.load,
    record: (line) => void fake.lines.push(line),
    progress: () => undefined,
    keepPods: false,
    turn,
    signal: new AbortController().signal,
    ...change,
  };
  return runArm(arm, context).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('an arm', () => {
  it('prepares its load before its app starts where the address is known', async () => {
    const fake = fakePlatform({ 'drive a': done }, 'http://127.0.0.1:2');
    expect(await errorOf(fake)).toBeNull();
    expect(fake.calls).toEqual(wholeArm);
    expect(fake.prepared[0]?.url).toBe('http://127.0.0.1:2');
  });

  it('prepares its load once its app is up where only the app knows its address', async () => {
    const fake = fakePlatform({ 'drive a': done });
    expect(await errorOf(fake)).toBeNull();
    expect(fake.calls.slice(0, 3)).toEqual(['make a', 'start a', 'load a']);
    expect(fake.prepared[0]?.url).toBe('http://127.0.0.1:1');
  });

  it('ends with its load', async () => {
    const fake = fakePlatform({ 'drive a': done });
    await errorOf(fake);
    expect(fake.endings()).toEqual({ a: 'load-done' });
  });

  it('ends once its app has died as often as it must to show what is expected', async () => {
    const fake = fakePlatform({ 'death 3 of a': done });
    const arm = armNamed('a', { outcome: 'oom-killed', restarts: 2 }, { heap: 'none' });
    expect(await errorOf(fake, arm)).toBeNull();
    expect(fake.endings()).toEqual({ a: 'shown' });
  });

  it('is loaded for longer by the restarts it must show', async () => {
    const fake = fakePlatform({ 'drive a': done });
    await errorOf(fake, armNamed('a', { outcome: 'oom-killed', restarts: 2 }, { heap: 'none' }));
    expect(fake.prepared[0]?.forMs).toBe(wholeSetup().load.for + 3000); // a second for each of three deaths
  });

  it('is not loaded before its turn, and tells when its load begins and is over', async () => {
    const came = new Deferred();
    const fake = fakePlatform({ 'drive a': done, 'load a': () => void setImmediate(came.resolve) });
    const told = (what: string) => () => void fake.calls.push(what);
    const turn = { came: came.promise.then(told('came')), begun: told('begun'), over: told('over') };
    await errorOf(fake, quiet, { turn });
    expect(fake.calls.slice(2)).toEqual([
      'load a',
      'came',
      'begun',
      'drive a',
      'evidence a',
      'stop a',
      'over',
      'remove a',
    ]);
  });

  it('leaves its pod standing where it is to', async () => {
    const fake = fakePlatform({ 'drive a': done });
    await errorOf(fake, quiet, { keepPods: true });
    expect(fake.calls.at(-1)).toBe('keep a');
  });

  it('records the heap figure of its app while the load lasts', async () => {
    const server = await metricsServer('process_resident_memory_bytes 5\nnodejs_heap_size_used_bytes 1234\n');
    const { port } = server.address() as AddressInfo;
    const seen = new Deferred();
    const fake = fakePlatform({ 'drive a': () => seen.promise });
    const heap = { url: `http://127.0.0.1:${port}/stats`, metric: 'nodejs_heap_size_used_bytes' };
    await errorOf(fake, armNamed('a', {}, { heap }), {
      record: (line) => {
        fake.lines.push(line);
        if (line.kind === 'heap') seen.resolve();
      },
    });
    expect(fake.lines.find(({ kind }) => kind === 'heap')).toMatchObject({ arm: 'a', heapUsed: 1234 });
  });
});

const neverUp = (oomKilled: boolean, lastLines: string[]) => ({
  'start a': () => {
    throw new NeverUp('exited with 1', oomKilled, lastLines);
  },
});

describe('an arm whose app never comes up', () => {
  it('is the scenario’s fault where the app was OOM-killed: its limit is too low', async () => {
    const arm = { ...armNamed('a', {}, { memory: 8 * 2 ** 20 }), locate: () => 'scenario.yaml:8:13' };
    const error = await errorOf(fakePlatform(neverUp(true, [])), arm);
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ kind: 'usage' });
    expect((error as Failure).message).toMatch(/^scenario\.yaml:8:13: memory: 8Mi is less than/);
  });

  it('else fails with the last lines of the app', async () => {
    const error = await errorOf(fakePlatform(neverUp(false, ['no such file'])));
    expect(error).toMatchObject({
      kind: 'infrastructure',
      message: expect.stringContaining('exited with 1'),
    });
    expect((error as Failure).hint).toContain('no such file');
  });

  it('is recorded as failed, looked at, and removed; what fails then does not hide why', async () => {
    const acts = {
      ...neverUp(false, []),
      'evidence a': () => {
        throw new Error('nothing to see');
      },
    };
    const fake = fakePlatform(acts);
    const over: string[] = [];
    const turn = { came: Promise.resolve(), begun: () => undefined, over: () => void over.push('over') };
    const error = await errorOf(fake, quiet, { turn });
    expect((error as Failure).message).toContain('exited with 1');
    expect((error as Failure).hint).not.toContain('nothing to see');
    expect(fake.calls).toEqual(['make a', 'start a', 'evidence a', 'remove a']);
    expect([fake.endings(), over]).toEqual([{ a: 'failed' }, ['over']]);
  });
});

describe('an arm that is interrupted under load', () => {
  it('stops its load and removes its pod without a look at it', async () => {
    const interruption = new AbortController();
    const fake = fakePlatform({
      'drive a': () => {
        interruption.abort(new Interrupted('SIGTERM'));
        return new Deferred().promise;
      },
    });
    const error = await errorOf(fake, quiet, { signal: interruption.signal });
    expect(error).toMatchObject({ signalName: 'SIGTERM' });
    expect(fake.calls).toEqual(['make a', 'start a', 'load a', 'drive a', 'stop a', 'remove a']);
    expect(fake.endings()).toEqual({ a: 'interrupted' });
  });
});

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

async function metricsServer(page: string): Promise<Server> {
  const server = createServer((_request, response) => response.end(page));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
