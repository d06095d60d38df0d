import { describe, expect, it } from 'vitest';
import { monotonicMs } from '../../harness/process/clock.ts';
import { Deferred } from '../../harness/process/deferred.ts';
import type { LifeBegin, LifeEnd } from '../../harness/platforms/life-recorder.ts';
import { recorderOfLives } from './lives-told.ts';

const begin = (life: number, rest: Partial<LifeBegin> = {}): LifeBegin => ({
  life,
  atMs: 0,
  pid: 7,
  cgroup: () => 'app',
  isOwn: ({ level }) => level === 'app',
  lastLines: async () => ['last words'],
  ...rest,
});
const killed = (life: number, rest: Partial<LifeEnd> = {}): LifeEnd => ({
  life,
  atMs: monotonicMs(),
  exitCode: 137,
  reason: 'OOMKilled',
  ...rest,
});

describe('the recorder of lives', () => {
  it("takes times and kills from the life's cgroup, and the reason from the platform", async () => {
    const { recorder, lines, see, seePod, ended } = recorderOfLives();
    see('app', 100, 'seen', 0);
    recorder.begin(begin(1, { atMs: 100 }));
    seePod({ usage: 120, shmem: 100 });
    see('app', 2100, 'killed', 1);
    see('app', 2150, 'gone', 1);
    recorder.end(killed(1));
    await recorder.settled();
    expect(lines[0]).toMatchObject({ kind: 'life-started', life: 1, atMs: 100, pid: 7 });
    const exit = { signal: 'SIGKILL', exitCode: null, reason: 'OOMKilled', stopped: false };
    expect(ended()).toMatchObject([{ life: 1, atMs: 2100, oomKills: 1, ...exit }]);
    expect(ended()[0]).toMatchObject({ pod: { usage: 120, shmem: 100 }, lastLines: ['last words'] });
  });

  it('gives each life its own count where two end while the first is looked at', async () => {
    const held = new Deferred<null>();
    const { recorder, see, ended, failures } = recorderOfLives({ scratch: () => held.promise });
    const counts = [1, 3, 0];
    counts.forEach((kills, index) => {
      see('app', index * 100, 'seen', 0);
      recorder.begin(begin(index + 1));
      if (kills > 0) see('app', index * 100 + 50, 'killed', kills);
      see('app', index * 100 + 60, 'gone', kills);
      recorder.end(killed(index + 1, { exitCode: kills > 0 ? 137 : 1 }));
    });
    expect(ended()).toEqual([]);
    held.resolve(null);
    await recorder.settled();
    expect(failures).toEqual([]);
    expect(ended().map(({ life, oomKills, atMs }) => [life, oomKills, atMs])).toEqual([
      [1, 1, 50],
      [2, 3, 150],
      [3, 0, 260],
    ]);
  });

  it('waits for the sampler where the platform tells of the end first', async () => {
    const { recorder, see, ended } = recorderOfLives();
    recorder.begin(begin(1));
    recorder.end(killed(1));
    setTimeout(() => see('app', 2100, 'killed', 1), 30);
    setTimeout(() => see('app', 2101, 'gone', 2), 60);
    await recorder.settled();
    expect(ended()).toMatchObject([{ atMs: 2100, oomKills: 2 }]);
  });

  it("does not believe a reason that no cgroup's counter bears out", async () => {
    const { recorder, see, ended } = recorderOfLives();
    recorder.begin(begin(1));
    see('app', 100, 'seen', 0);
    see('app', 200, 'gone', 0);
    recorder.end(killed(1));
    await recorder.settled();
    expect(ended()).toMatchObject([
      { reason: 'OOMKilled', oomKills: 0, oomKillsFrom: 'app: oom_kill, as sampled' },
    ]);
  });

  it("counts from the pod's own counter, on v2, where a cgroup came and went unseen", async () => {
    const { recorder, see, seePod, ended } = recorderOfLives();
    recorder.begin(begin(1, { isOwn: ({ level }) => level === 'a' }));
    seePod({ atMs: 100, oomKills: 2 });
    recorder.end(killed(1));
    recorder.begin(begin(2, { isOwn: ({ level }) => level === 'b' }));
    see('b', monotonicMs(), 'seen', 0);
    see('b', monotonicMs(), 'gone', 0);
    recorder.end(killed(2));
    await recorder.settled();
    expect(ended().map(({ oomKills }) => oomKills)).toEqual([2, 0]);
    expect(ended()[0]?.oomKillsFrom).toContain("the pod's cgroup");
  });

  it('fails, on v1, where the cgroup of a life that SIGKILL ended was not seen: nobody counted', async () => {
    const { recorder, failures, ended } = recorderOfLives({ podCountsKills: false });
    recorder.begin(begin(1));
    recorder.end(killed(1));
    await recorder.settled();
    expect(failures.map(({ message }) => message)).toEqual([
      "x: the sampler did not see the end of the app's cgroup.",
    ]);
    expect(ended()).toEqual([]);
  });

  it('does not take a kill of a child for the end of the life', async () => {
    const { recorder, see, ended } = recorderOfLives();
    recorder.begin(begin(1));
    see('app', 100, 'killed', 1);
    see('app', 9000, 'gone', 1);
    recorder.end(killed(1, { exitCode: 1, reason: 'Error' }));
    await recorder.settled();
    expect(ended()).toMatchObject([{ oomKills: 1, exitCode: 1, signal: null, atMs: 9000 }]);
  });

  it('tells each begin, readiness and end once, however often they are told', async () => {
    const { recorder, lines, see } = recorderOfLives();
    see('app', 100, 'gone', 1);
    for (let time = 0; time < 3; time++) {
      recorder.begin(begin(1));
      recorder.ready(1);
      recorder.end(killed(1));
    }
    await recorder.settled();
    expect(lines.map(({ kind }) => kind)).toEqual(['life-started', 'life-ready', 'life-ended']);
  });

  it('tells of a life that the harness ended, with its kills and without a signal that nobody saw', async () => {
    const { recorder, see, ended } = recorderOfLives();
    recorder.begin(begin(1));
    await recorder.stop();
    await recorder.stop();
    see('app', 100, 'killed', 1);
    recorder.end(killed(1));
    recorder.begin(begin(2));
    recorder.finish();
    recorder.finish();
    const end = { exitCode: null, signal: null, reason: null, stopped: true, oomKills: 1 };
    expect(ended()).toMatchObject([{ life: 1, ...end, scratch: { files: 3 } }]);
  });

  it('has nothing to tell of at the stop where the last life has ended', async () => {
    const { recorder, see, ended } = recorderOfLives();
    recorder.begin(begin(1));
    see('app', 100, 'gone', 1);
    recorder.end(killed(1));
    await recorder.stop();
    recorder.finish();
    expect(ended()).toMatchObject([{ stopped: false }]);
  });
});
