import { describe, expect, it } from 'vitest';
import { reportLives } from '../../../harness/platforms/kubernetes/lives.ts';
import type { PodStatus } from '../../../harness/platforms/kubernetes/pod-status.ts';
import { recorderOfLives } from '../lives-told.ts';

const status = (change: Partial<PodStatus>): PodStatus => ({
  pod: 'app',
  uid: 'u',
  labels: {},
  node: 'n',
  address: null,
  evicted: false,
  life: 1,
  running: true,
  ready: false,
  containerId: 'aaa',
  ends: [],
  waiting: null,
  hopeless: null,
  ...change,
});
const killed = { life: 1, containerId: 'aaa', exitCode: 137, reason: 'OOMKilled' };

function lives() {
  const told = recorderOfLives();
  const seeStatus = (change: Partial<PodStatus>) =>
    reportLives(told.recorder, status(change), async (_, id) => [`the last words of ${id}`]);
  return { ...told, seeStatus };
}

describe('the lives of a pod on Kubernetes', () => {
  it('are told apart by the id of their container, whose cgroup bears it', async () => {
    const { recorder, lines, ended, see, seeStatus } = lives();
    see('cri-containerd-aaa.scope', 100, 'seen', 0);
    seeStatus({});
    see('cri-containerd-bbb.scope', 300, 'seen', 0);
    see('cri-containerd-bbb.scope', 400, 'killed', 2);
    see('cri-containerd-bbb.scope', 410, 'gone', 2);
    see('cri-containerd-aaa.scope', 200, 'killed', 1);
    see('cri-containerd-aaa.scope', 210, 'gone', 1);
    seeStatus({
      life: 2,
      running: false,
      containerId: 'bbb',
      ends: [killed, { ...killed, life: 2, containerId: 'bbb' }],
    });
    await recorder.settled();
    expect(lines[0]).toMatchObject({ kind: 'life-started', life: 1, atMs: 100 });
    expect(lines[0]).toMatchObject({ cgroup: 'cri-containerd-aaa.scope' });
    expect(ended()).toMatchObject([
      { life: 1, atMs: 200, oomKills: 1, reason: 'OOMKilled', lastLines: ['the last words of aaa'] },
      { life: 2, atMs: 400, oomKills: 2, lastLines: ['the last words of bbb'] },
    ]);
  });

  it('are ready once, whoever found out first', async () => {
    const { recorder, lines, seeStatus } = lives();
    seeStatus({});
    recorder.ready(1);
    seeStatus({ ready: true });
    await recorder.settled();
    expect(lines.map(({ kind }) => kind)).toEqual(['life-started', 'life-ready']);
  });

  it('tell an eviction as what it is', async () => {
    const { recorder, ended, see, seeStatus } = lives();
    see('cri-containerd-aaa.scope', 100, 'gone', 0);
    seeStatus({ evicted: true, running: false });
    await recorder.settled();
    expect(ended()).toMatchObject([{ reason: 'Evicted' }]);
  });

  it('that go on when the harness ends the pod end by no signal that Kubernetes told of', async () => {
    const { recorder, ended, seeStatus } = lives();
    seeStatus({ ready: true });
    await recorder.stop();
    recorder.finish();
    expect(ended()).toMatchObject([{ life: 1, stopped: true, signal: null, oomKills: 0 }]);
  });
});
