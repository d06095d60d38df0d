import { describe, expect, it } from 'vitest';
import { PodLives } from '../../../harness/platforms/kind/lives.ts';
import type { PodStatus } from '../../../harness/platforms/kind/pod-status.ts';
import { columns, type RecordingLine, type Sample } from '../../../harness/recording/types.ts';

const status = (change: Partial<PodStatus>): PodStatus => ({
  pod: 'app',
  uid: 'u',
  node: 'n',
  evicted: false,
  life: 1,
  running: true,
  ready: false,
  containerId: 'aaa',
  ends: [],
  waiting: null,
  ...change,
});
const notice = (level: string, atMs: number, state: 'seen' | 'killed' | 'gone', oomKills: number) =>
  ({ kind: 'container', arm: 'x', level, atMs, state, oomKills }) as const;
const podRow = (change: Partial<Sample>) => ({
  kind: 'samples' as const,
  arm: 'x',
  level: 'pod',
  rows: [columns.map((name) => change[name] ?? 0)],
});
const killed = { life: 1, containerId: 'aaa', exitCode: 137, reason: 'OOMKilled' };

function lives() {
  const lines: RecordingLine[] = [];
  const told = new PodLives({
    arm: 'x',
    record: (line) => lines.push(line),
    measureScratch: async () => ({ files: 3, bytes: 4096, fileSystem: 'tmpfs' }),
    lastLines: async () => ['last words'],
  });
  return { told, lines, ended: () => lines.filter((line) => line.kind === 'life-ended') };
}

describe('the lives of a pod on Kubernetes', () => {
  it("takes times and kills from the container's cgroup, and the reason from Kubernetes", async () => {
    const { told, lines, ended } = lives();
    told.seeContainer(notice('cri-containerd-aaa.scope', 100, 'seen', 0));
    told.seeStatus(status({}));
    told.seeContainer(notice('cri-containerd-aaa.scope', 2100, 'killed', 1));
    told.seeSamples(podRow({ usage: 120, shmem: 100 }));
    told.seeStatus(status({ running: false, ends: [killed] }));
    await told.settled();
    expect(lines[0]).toMatchObject({ kind: 'life-started', life: 1, atMs: 100 });
    expect(ended()).toMatchObject([
      { life: 1, atMs: 2100, signal: 'SIGKILL', exitCode: null, reason: 'OOMKilled', oomKills: 1 },
    ]);
    expect(ended()[0]).toMatchObject({ pod: { usage: 120, shmem: 100 }, lastLines: ['last words'] });
  });

  it('waits for the sampler where Kubernetes tells of the end first', async () => {
    const { told, ended } = lives();
    told.seeStatus(status({ running: false, ends: [killed] }));
    setTimeout(() => told.seeContainer(notice('cri-containerd-aaa.scope', 2100, 'killed', 1)), 50);
    await told.settled();
    expect(ended()).toMatchObject([{ atMs: 2100, oomKills: 1 }]);
  });

  it("does not believe a reason that no cgroup's counter bears out", async () => {
    const { told, ended } = lives();
    told.seeContainer(notice('cri-containerd-aaa.scope', 100, 'seen', 0));
    told.seeStatus(status({ running: false, ends: [killed] }));
    await told.settled();
    expect(ended()).toMatchObject([{ reason: 'OOMKilled', oomKills: 0 }]);
  });

  it("counts a kill from the pod's own counter where the container's cgroup came and went unseen", async () => {
    const { told, ended } = lives();
    told.seeSamples(podRow({ oomKills: 2 }));
    told.seeStatus(status({ running: false, ends: [killed] }));
    await told.settled();
    told.seeStatus(status({ life: 2, running: false, ends: [{ ...killed, life: 2, containerId: 'bbb' }] }));
    await told.settled();
    expect(ended().map((line) => line.kind === 'life-ended' && line.oomKills)).toEqual([2, 0]);
  });

  it('tells each end once, however often the status repeats it', async () => {
    const { told, ended } = lives();
    for (let time = 0; time < 3; time++) told.seeStatus(status({ running: false, ends: [killed] }));
    await told.settled();
    expect(ended()).toHaveLength(1);
  });

  it('tells that the harness ended a life that went on', async () => {
    const { told, ended } = lives();
    told.seeStatus(status({ ready: true }));
    told.stop();
    told.stop();
    expect(ended()).toMatchObject([{ life: 1, stopped: true, oomKills: 0 }]);
  });

  it('tells an eviction as what it is', async () => {
    const { told, ended } = lives();
    told.seeStatus(status({ evicted: true, running: false }));
    await told.settled();
    expect(ended()).toMatchObject([{ reason: 'Evicted' }]);
  });
});
