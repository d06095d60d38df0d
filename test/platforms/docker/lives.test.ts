import { describe, expect, it } from 'vitest';
import { monotonicMs } from '../../../harness/process/clock.ts';
import { ContainerLives } from '../../../harness/platforms/docker/lives.ts';
import { reasonOf, type ContainerState } from '../../../harness/platforms/docker/state.ts';
import { recorderOfLives } from '../lives-told.ts';

const state = (change: Partial<ContainerState> = {}): ContainerState => ({
  status: 'exited',
  oomKilled: true,
  exitCode: 137,
  pid: 0,
  error: '',
  raw: '',
  ...change,
});

/** Of an app that is never ready, where the daemon takes its time to tell of the container. */
function lives() {
  const told = recorderOfLives({ scratch: () => new Promise((resolve) => setTimeout(resolve, 50, null)) });
  const { recorder } = told;
  const view = {
    arm: 'x',
    becomesReady: async () => false,
    cgroup: () => '/docker/abc',
    state: async () => state(),
    lastLines: async () => [],
  };
  const container = new ContainerLives(view, recorder, (error) => told.failures.push(error));
  const start = () =>
    container.seeEvent({ action: 'start', container: 'x', atMs: monotonicMs(), exitCode: null });
  const die = (exitCode: number) =>
    container.seeEvent({ action: 'die', container: 'x', atMs: monotonicMs(), exitCode });
  return { ...told, container, start, die };
}

describe('the lives of a container on Docker', () => {
  it('have each its own kills where two end while the first is looked at', async () => {
    const { recorder, start, die, see, ended, failures } = lives();
    for (const kills of [1, 2]) {
      start();
      see('/docker/abc', monotonicMs(), 'seen', 0);
      see('/docker/abc', monotonicMs(), 'gone', kills);
      die(137);
    }
    await recorder.settled();
    expect(failures).toEqual([]);
    expect(ended().map(({ life, oomKills }) => [life, oomKills])).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it('do not take the cgroup of a later life for one that came and went unseen', async () => {
    const { recorder, start, die, see, ended } = lives();
    start();
    die(1);
    start();
    see('/docker/abc', monotonicMs() + 200, 'seen', 0);
    see('/docker/abc', monotonicMs() + 300, 'gone', 1);
    await new Promise((resolve) => setTimeout(resolve, 310));
    die(137);
    await recorder.settled();
    expect(ended().map(({ life, oomKills }) => [life, oomKills])).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('end by the harness where it stops them, and events that come later tell nothing', async () => {
    const { recorder, container, start, die, ended } = lives();
    start();
    await container.stop();
    die(137);
    start();
    recorder.finish();
    expect(ended()).toMatchObject([{ life: 1, stopped: true, signal: null, exitCode: null }]);
  });

  it.each([
    ['what the daemon says of the same end', state(), 137, 'OOMKilled'],
    ['an error', state({ oomKilled: false, exitCode: 1 }), 1, 'Error'],
    ['its work done', state({ oomKilled: false, exitCode: 0 }), 0, 'Completed'],
    ['not known where the next life runs', state({ status: 'running', exitCode: 0 }), 137, null],
    ['not known where another end was told since', state({ exitCode: 1 }), 137, null],
    ['not known where the container is gone', null, 137, null],
  ])('have as reason %s', (_, found, exitCode, reason) => {
    expect(reasonOf(found, exitCode)).toBe(reason);
  });
});
