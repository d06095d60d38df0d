import { describe, expect, it } from 'vitest';
import {
  askedLimit,
  containersOf,
  endsOf,
  idleOf,
  notesOn,
  restartsOf,
} from '../../../harness/diagnose/targets/pod-object.ts';
import { podObject, type PodObject } from '../../../harness/diagnose/kubernetes/pod-object.ts';

const limited = (name: string, memory?: string) => ({
  name,
  ...(memory === undefined ? {} : { resources: { limits: { memory } } }),
});

function podOf(spec: object, status: object = {}): PodObject {
  const metadata = { name: 'api-1', namespace: 'shop', uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z' };
  return podObject.parse({ metadata, spec: { containers: [limited('api', '128Mi')], ...spec }, status });
}

const killed = { reason: 'OOMKilled', exitCode: 137, finishedAt: '2026-01-01T00:01:00Z' };

describe('of a Pod object', () => {
  it('the limit asked for is that of the pod, of the container meant, or the sum where each has one', () => {
    const both = { containers: [limited('api', '128Mi'), limited('proxy', '64Mi')] };
    expect(askedLimit(podOf(both))?.bytes).toBe(192 * 2 ** 20);
    expect(askedLimit(podOf(both), 'proxy')?.bytes).toBe(64 * 2 ** 20);
    expect(askedLimit(podOf({ containers: [limited('api', '128Mi'), limited('proxy')] }))).toBeNull();
    const ofPod = podOf({ ...both, resources: { limits: { memory: '100Mi' } } });
    expect(askedLimit(ofPod)).toEqual({ bytes: 100 * 2 ** 20, source: 'the spec of the pod' });
  });

  it('sidecars count among its containers, and init containers that end do not', () => {
    const initContainers = [
      { ...limited('mesh', '32Mi'), restartPolicy: 'Always' },
      limited('migrate', '1Gi'),
    ];
    const pod = podOf({ initContainers });
    expect(containersOf(pod).map(({ name }) => name)).toEqual(['api', 'mesh']);
    expect(askedLimit(pod)?.bytes).toBe(160 * 2 ** 20);
  });

  it('ends come oldest first, of the life before and of one that has just ended', () => {
    const earlier = { ...killed, reason: 'Error', finishedAt: '2026-01-01T00:00:30Z' };
    const status = {
      name: 'api',
      restartCount: 1,
      state: { terminated: killed },
      lastState: { terminated: earlier },
    };
    const pod = podOf({}, { containerStatuses: [status] });
    expect(endsOf(pod).map(({ reason }) => reason)).toEqual(['Error', 'OOMKilled']);
    expect(idleOf(pod)).toBe('api has ended (OOMKilled)');
  });

  it('it is idle only while none of its containers runs', () => {
    const waiting = { name: 'api', restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } };
    const running = { name: 'proxy', restartCount: 0, state: { running: {} } };
    expect(idleOf(podOf({}, { containerStatuses: [waiting] }))).toBe('api waits (CrashLoopBackOff)');
    expect(idleOf(podOf({}, { containerStatuses: [waiting, running] }))).toBeUndefined();
    expect(idleOf(podOf({}, { containerStatuses: [waiting, running] }), 'api')).toContain('CrashLoopBackOff');
    expect(restartsOf(podOf({}, { containerStatuses: [waiting, running] }))).toBe(3);
  });

  it('an init container that did its work is no end of its life', () => {
    const done = {
      name: 'migrate',
      restartCount: 0,
      state: { terminated: { reason: 'Completed', exitCode: 0 } },
    };
    expect(endsOf(podOf({}, { initContainerStatuses: [done] }))).toEqual([]);
  });

  it('a volume in memory without a size, and an init container that still runs, are worth a word', () => {
    const initContainers = [limited('migrate')];
    const volumes = [{ name: 'scratch', emptyDir: { medium: 'Memory' } }];
    const initContainerStatuses = [{ name: 'migrate', restartCount: 0, state: { running: {} } }];
    const notes = notesOn(podOf({ initContainers, volumes }, { initContainerStatuses }));
    expect(notes).toEqual([
      expect.stringContaining('its volume scratch is an emptyDir in memory without a sizeLimit'),
      expect.stringContaining('its init container migrate still runs'),
    ]);
  });
});
