import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPodStatus } from '../../../harness/platforms/kubernetes/pod-status.ts';

/** The watch of a pod whose app was OOM-killed three times, as Kubernetes 1.37 told it. */
const watched = readFileSync(new URL('../../fixtures/pod-watch.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => readPodStatus((JSON.parse(line) as { object: unknown }).object));

const pod = (containers: unknown[], status: object = {}) =>
  readPodStatus({
    metadata: { name: 'app', uid: 'u' },
    spec: { nodeName: 'n' },
    status: { ...status, containerStatuses: containers },
  });
const container = (restartCount: number, state: object, lastState: object = {}) => ({
  name: 'app',
  restartCount,
  ready: false,
  state,
  lastState,
});

describe('the status of a pod', () => {
  it('tells four lives of a real restart loop, each with its own container', () => {
    const ends = new Map(watched.flatMap(({ ends: all }) => all.map((end) => [end.life, end.containerId])));
    expect([...ends.keys()]).toEqual([1, 2, 3, 4]);
    expect(new Set(ends.values()).size).toBe(4);
  });

  it('never gives one life two containers, in back-off neither', () => {
    const seen = new Map<number, string | null>();
    for (const { life, containerId, ends } of watched) {
      for (const end of [...ends, ...(life === null ? [] : [{ life, containerId }])]) {
        expect(seen.get(end.life) ?? end.containerId).toBe(end.containerId);
        seen.set(end.life, end.containerId);
      }
    }
  });

  it('says when the app runs and is ready, and after which life', () => {
    expect(watched[0]).toMatchObject({ life: 1, running: true, ready: true, ends: [] });
    expect(watched[1]).toMatchObject({ life: 1, running: false, ready: false });
    expect(watched[1]?.ends).toMatchObject([{ life: 1, exitCode: 137, reason: 'OOMKilled' }]);
  });

  it('gives the reason of a container that could not even start', () => {
    const terminated = { exitCode: 128, reason: 'StartError', containerID: 'containerd://abc' };
    const status = pod([container(2, { terminated })]);
    expect(status.ends).toEqual([{ life: 3, exitCode: 128, reason: 'StartError', containerId: 'abc' }]);
  });

  it('says what a pod waits for that does not start', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'no such image' };
    expect(pod([container(0, { waiting })]).waiting).toBe('ImagePullBackOff: no such image');
    const conditions = [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes: Insufficient memory' }];
    expect(pod([], { conditions }).waiting).toContain('Insufficient memory');
  });

  it('knows an eviction from a kill', () => {
    expect(pod([], { phase: 'Failed', reason: 'Evicted' }).evicted).toBe(true);
    expect(watched.some(({ evicted }) => evicted)).toBe(false);
  });

  it('takes a pod that has no status yet', () => {
    expect(readPodStatus({ metadata: { name: 'app', uid: 'u' }, spec: {} })).toMatchObject({
      life: null,
      node: null,
      waiting: null,
      ends: [],
    });
  });
});
