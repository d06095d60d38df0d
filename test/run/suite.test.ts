import { describe, expect, it } from 'vitest';
import { Failure, Interrupted } from '../../harness/errors.ts';
import { Deferred } from '../../harness/process/deferred.ts';
import type { ArmLine } from '../../harness/recording/types.ts';
import { runSuite } from '../../harness/run/suite.ts';
import type { Arm } from '../../harness/scenario/types.ts';
import { armNamed } from '../arms.ts';
import { fakePlatform } from './fake-platform.ts';

type Fake = ReturnType<typeof fakePlatform>;
type Context = Parameters<typeof runSuite>[1];

const arm = (id: string) => armNamed(id, {}, { heap: 'none' });
const done = () => undefined;
const fails = (what: string) => () => {
  throw new Error(what);
};

/** Runs arms, all side by side unless told otherwise, on a fake platform; resolves with the error, or null. */
async function errorOf(fake: Fake, ids: string[], change: Partial<Context> = {}): Promise<unknown> {
  const context: Context = {
    platform: fake.inspected,
    load: fake.load,
    jobs: ids.length,
    record: (line) => void fake.lines.push(line),
    progress: () => undefined,
    keepPods: false,
    unclear: async () => [],
    end: async (error) => ({ failed: error !== null, keep: false, logsFolder: 'logs' }),
    signal: new AbortController().signal,
    ...change,
  };
  return runSuite(ids.map(arm), context).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('a suite', () => {
  it('prepares the platform, runs the arms and closes the platform', async () => {
    const fake = fakePlatform({ 'drive a': done, 'drive b': done });
    expect(await errorOf(fake, ['a', 'b'])).toBeNull();
    expect([fake.calls[0], fake.calls.at(-1)]).toEqual(['prepare', 'close']);
    expect(fake.endings()).toEqual({ a: 'load-done', b: 'load-done' });
    expect(fake.ends).toEqual([{ failed: false, keep: false, logsFolder: 'logs' }]);
  });

  it('makes nothing where all arms are skipped', async () => {
    const fake = fakePlatform();
    expect(await errorOf(fake, [])).toBeNull();
    expect(fake.calls).toEqual([]);
  });

  it('closes nothing where the platform could not be prepared', async () => {
    const fake = fakePlatform({ prepare: fails('no cluster') });
    expect(await errorOf(fake, ['a'])).toMatchObject({ message: 'no cluster' });
    expect(fake.calls).toEqual(['prepare']);
  });

  it('runs no more arms side by side than it may', async () => {
    const fake = fakePlatform({ 'drive a': done, 'drive b': done });
    await errorOf(fake, ['a', 'b'], { jobs: 1 });
    const [first, second] = fake.calls.filter((call) => call.startsWith('make'));
    expect(fake.calls.indexOf(second ?? '')).toBeGreaterThan(
      fake.calls.indexOf(`${first}`.replace('make', 'remove')),
    );
  });

  it('closes the platform after an arm failed, tells it so, and throws the error', async () => {
    const fake = fakePlatform({ 'start a': fails('no app') });
    expect(await errorOf(fake, ['a'])).toMatchObject({ message: 'no app' });
    expect(fake.calls.at(-1)).toBe('close');
    expect(fake.ends).toMatchObject([{ failed: true }]);
  });

  it('throws what went wrong in closing; after another error, as the hint of that one', async () => {
    const closing = { close: fails('the cluster stays') };
    const fine = fakePlatform({ ...closing, 'drive a': done });
    expect(await errorOf(fine, ['a'])).toMatchObject({ message: 'the cluster stays' });
    const failed = await errorOf(fakePlatform({ ...closing, 'start a': fails('no app') }), ['a']);
    expect(failed).toBeInstanceOf(Failure);
    expect(failed).toMatchObject({ message: 'no app', hint: 'the cluster stays' });
  });
});

describe('an arm that is cut short', () => {
  it('is stopped where another arm fails, and not interrupted', async () => {
    const driven = new Deferred();
    const acts = {
      'drive runs': () => {
        driven.resolve();
        return new Deferred().promise;
      },
      'start fails': () => driven.promise.then(fails('it fails')),
    };
    const fake = fakePlatform(acts);
    expect(await errorOf(fake, ['fails', 'runs'])).toMatchObject({ message: 'it fails' });
    expect(fake.endings()).toEqual({ fails: 'failed', runs: 'stopped' });
  });

  it('is interrupted by a signal to the run, which is the error whatever fails for it', async () => {
    const interruption = new AbortController();
    const reason = new Interrupted('SIGINT');
    const acts = { 'make later': () => interruption.abort(reason), 'remove later': fails('it stays') };
    const fake = fakePlatform(acts);
    expect(await errorOf(fake, ['later', 'never'], { jobs: 1, signal: interruption.signal })).toBe(reason);
    expect(fake.endings()).toEqual({ later: 'interrupted' });
    expect(fake.calls).not.toContain('make never');
  });
});

describe('a second try', () => {
  const opening = { kind: 'arm', arm: 'b', retriedFor: 'too slow' } as ArmLine;

  it('is offered to the arms that had another beside them', async () => {
    const offered: string[][] = [];
    const unclear = async (disturbed: Arm[]) => {
      offered.push(disturbed.map(({ id }) => id));
      return [];
    };
    const acts = { 'drive a': done, 'drive b': done };
    await errorOf(fakePlatform(acts), ['a', 'b'], { unclear });
    await errorOf(fakePlatform(acts), ['a', 'b'], { unclear, jobs: 1 });
    expect(offered.map((ids) => ids.toSorted())).toEqual([['a', 'b'], []]);
  });

  it('comes after all first tries, on the same platform, with the line that opens it', async () => {
    const fake = fakePlatform({ 'drive a': done, 'drive b': done });
    expect(await errorOf(fake, ['a', 'b'], { unclear: async () => [{ arm: arm('b'), opening }] })).toBeNull();
    expect(fake.calls.filter((call) => call === 'make b')).toHaveLength(2);
    expect(fake.calls.lastIndexOf('make b')).toBeGreaterThan(fake.calls.indexOf('remove a'));
    expect(fake.calls.filter((call) => call === 'prepare' || call === 'close')).toHaveLength(2);
    const kinds = fake.lines.map(({ kind }) => kind);
    expect(kinds.indexOf('arm')).toBe(kinds.indexOf('arm-ended') + 2); // both had ended
  });

  it('is not made once an arm has failed', async () => {
    const fake = fakePlatform({ 'start a': fails('no app') });
    await errorOf(fake, ['a'], { unclear: async () => [{ arm: arm('b'), opening }] });
    expect(fake.calls).not.toContain('make b');
  });
});
