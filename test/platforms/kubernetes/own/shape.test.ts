import { describe, expect, it } from 'vitest';
import { measuredLabel, shape } from '../../../../harness/platforms/kubernetes/own/shape.ts';
import type { Manifest } from '../../../../harness/platforms/kubernetes/kustomize.ts';
import type { Container } from '../../../../harness/platforms/kubernetes/own/objects.ts';
import { deployment, object, podSpecOf } from './objects-of-shop.ts';

const mebibyte = 2 ** 20;
const placement = {
  namespace: 'here',
  labels: { 'not-a-leak/run': 'x' },
  limitBytes: 128 * mebibyte,
  localImages: new Set(['shop/api:latest']),
};
const measured = { workload: 'deployment/api', container: 'api' };
const shaped = (objects: Manifest[], of = measured) => shape(objects, of, placement);
const labelsOf = (given: Manifest) => (given['metadata'] as { labels: object }).labels;

describe("a user's objects, for an arm", () => {
  it('are in its namespace under the labels of the run, by their own names', () => {
    const { others, workload } = shaped([deployment('api'), object('v1', 'Service', 'db')]);
    for (const one of [...others, workload]) {
      expect(one['metadata']).toMatchObject({ namespace: 'here', labels: { 'not-a-leak/run': 'x' } });
    }
    expect(others[0]?.['metadata']).toMatchObject({ name: 'db' });
  });

  it('stay as they were read: they are shaped again for the next arm', () => {
    const given = [deployment('api', { replicas: 3 })];
    const before = structuredClone(given);
    shaped(given);
    expect(given).toEqual(before);
  });

  it('have one pod of the workload, which is marked, and say so', () => {
    const { workload, notes } = shaped([deployment('api', { replicas: 3 })]);
    expect(workload['spec']).toMatchObject({ replicas: 1 });
    expect(notes).toContain('deployment/api: replicas is 1 in place of 3');
    const { template } = workload['spec'] as { template: Manifest };
    expect(labelsOf(template)).toEqual({ app: 'api', 'not-a-leak/run': 'x', [measuredLabel]: 'yes' });
  });

  it('have as many pods as they want beside it, unmarked', () => {
    const { others } = shaped([deployment('api'), deployment('db', { replicas: 3 })]);
    expect(others[0]?.['spec']).toMatchObject({ replicas: 3 });
    expect(JSON.stringify(others)).not.toContain(measuredLabel);
  });

  it('make what pods need before the pods', () => {
    const { others } = shaped([deployment('db'), object('v1', 'Secret', 'password'), deployment('api')]);
    expect(others.map(({ kind }) => kind)).toEqual(['Secret', 'Deployment']);
  });

  it('have the limit of the arm in the container that is measured alone', () => {
    const containers = [{ name: 'proxy', resources: { limits: { memory: '64Mi' } } }, { name: 'api' }];
    const { workload } = shaped([deployment('api', {}, { containers })]);
    const [proxy, api] = podSpecOf(workload).containers;
    expect(proxy?.resources).toEqual({ limits: { memory: '64Mi' } });
    expect(api?.resources).toEqual({ limits: { memory: String(128 * mebibyte) } });
  });

  it.each<[NonNullable<Container['resources']>, RegExp | null]>([
    [{ limits: { memory: '512Mi', cpu: '1' }, requests: { memory: '256Mi', cpu: '100m' } }, /512Mi/],
    [{ limits: { memory: '128Mi' } }, null],
    [{}, /the manifest has none/],
  ])('say what the manifest has in place of the limit: %j', (resources, words) => {
    const containers = [{ name: 'api', resources }];
    const { workload, notes } = shaped([deployment('api', {}, { containers })]);
    if (words === null) expect(notes).toEqual([]);
    else expect(notes).toEqual([expect.stringMatching(words)]);
    const { requests, limits } = podSpecOf(workload).containers[0]?.resources ?? {};
    expect(Number(requests?.['memory'] ?? 0)).toBeLessThanOrEqual(128 * mebibyte);
    expect(limits).toEqual({ ...resources.limits, memory: String(128 * mebibyte) });
  });

  it('do not pull what this host has, and say so where they always would', () => {
    const containers = [
      { name: 'api', image: 'shop/api:latest', imagePullPolicy: 'Always' },
      { name: 'other', image: 'other:latest', imagePullPolicy: 'Always' },
    ];
    const { workload, notes } = shaped([deployment('api', {}, { containers })]);
    const policies = podSpecOf(workload).containers.map(({ imagePullPolicy }) => imagePullPolicy);
    expect(policies).toEqual(['IfNotPresent', 'Always']);
    expect(notes.filter((note) => note.includes('imagePullPolicy'))).toHaveLength(1);
  });

  it('can run on one node beside another arm: no numbered ports, no wishes for a node', () => {
    const ports = [{ port: 80, nodePort: 30_000 }];
    const pod = {
      nodeSelector: { disk: 'ssd', 'kubernetes.io/os': 'linux' },
      affinity: { nodeAffinity: {}, podAntiAffinity: {} },
      priorityClassName: 'high',
      containers: [{ name: 'api', ports: [{ containerPort: 80, hostPort: 80 }] }],
    };
    const service = object('v1', 'Service', 'api', { clusterIP: '10.0.0.1', ports });
    const { others, workload, notes } = shaped([deployment('api', {}, pod), service]);
    expect(others[0]?.['spec']).toEqual({ ports: [{ port: 80 }] });
    const spec = podSpecOf(workload);
    expect(spec.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    expect(spec.affinity).toEqual({ podAntiAffinity: {} });
    expect(spec.priorityClassName).toBeUndefined();
    expect(spec.containers[0]?.ports).toEqual([{ containerPort: 80 }]);
    for (const word of ['nodePort', 'nodeSelector disk', 'nodeAffinity', 'priorityClassName', 'hostPort'])
      expect(notes.join('\n')).toContain(word);
  });

  it('have one run of a Job, whose next pod would be another', () => {
    const job = { ...deployment('work', { completions: 4, parallelism: 2 }), kind: 'Job' };
    const { workload } = shaped([job], { workload: 'job/work', container: 'api' });
    expect(workload['spec']).toMatchObject({ completions: 1, parallelism: 1, backoffLimit: 0 });
    const restarting = { ...deployment('work', {}, { restartPolicy: 'OnFailure' }), kind: 'Job' };
    const { workload: same } = shaped([restarting], { workload: 'job/work', container: 'api' });
    expect(same['spec']).not.toHaveProperty('backoffLimit');
  });
});
