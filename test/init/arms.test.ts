import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { armsOf } from '../../harness/init/arms.ts';
import type { Draft, MemoryVolume } from '../../harness/init/draft.ts';
import { loadOf } from '../../harness/init/load.ts';
import { draftOfManifests } from '../../harness/init/manifests-draft.ts';
import { deployment } from './objects.ts';

const mebibyte = 2 ** 20;
const limitBytes = 128 * mebibyte;
const request = { words: [], out: 'x', load: {} };
const manifests = (volumes: unknown[], volumeMounts: unknown[]) =>
  draftOfManifests(
    { objects: [deployment({ volumes, container: { volumeMounts } })], shownAs: 'k8s', paths: ['../k8s'] },
    request,
  );
const inMemory = (name: string, sizeLimit?: string) => ({ name, emptyDir: { medium: 'Memory', sizeLimit } });
const at = (name: string, mountPath: string) => ({ name, mountPath });
const uploads = manifests([inMemory('uploads')], [at('uploads', '/data')]);
const command = (volumes: MemoryVolume[]): Draft => ({ ...uploads, volumes, patched: null });
const of = (draft: Draft) => armsOf(draft, limitBytes, loadOf(draft, request, limitBytes));
const named = (draft: Draft) => Object.fromEntries(of(draft).map((arm) => [arm.name, arm]));

describe('the arms that init makes', () => {
  it('move a memory-backed volume to a disk, limit its size, double the memory, and halve the load', () => {
    const arms = of(uploads);
    expect(arms.map(({ name }) => name)).toEqual([
      'baseline',
      'on-disk',
      'size-limit',
      'headroom',
      'half-load',
    ]);
    expect(arms[0]?.expect).toEqual({ outcome: ['oom-killed', 'child-oom-killed'], cause: 'tmpfs' });
    expect(arms[4]?.change).toEqual({ load: { rate: '39/s' } });
  });

  it('are patches of the workload that say no more than what changes', () => {
    const arms = named(uploads);
    const patched = (name: string) => parse(arms[name]?.patch?.text ?? '') as unknown;
    const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } };
    const pod = (spec: unknown) => ({ ...workload, spec: { template: { spec } } });
    expect(patched('on-disk')).toEqual(pod({ volumes: [{ name: 'uploads', emptyDir: { medium: '' } }] }));
    expect(patched('size-limit')).toEqual(
      pod({ volumes: [{ name: 'uploads', emptyDir: { sizeLimit: '64Mi' } }] }),
    );
    expect(patched('headroom')).toEqual(
      pod({ containers: [{ name: 'api', resources: { limits: { memory: '256Mi' } } }] }),
    );
    expect(arms['headroom']?.change).toEqual({ memory: '256Mi', patch: 'patches/headroom.yaml' });
  });

  it('name each of several volumes, and share the room among them', () => {
    const draft = manifests([inMemory('a'), inMemory('b', '200Mi')], [at('a', '/a'), at('b', '/b')]);
    const arms = named(draft);
    expect(Object.keys(arms)).toEqual([
      'baseline',
      'on-disk-a',
      'size-limit-a',
      'on-disk-b',
      'size-limit-b',
      'headroom',
      'half-load',
    ]);
    expect(arms['size-limit-b']?.title).toBe('/b holds 32Mi at most');
    expect(arms['baseline']?.expect).not.toHaveProperty('cause');
  });

  it('give room for all that volumes with a size may hold, which must hold', () => {
    const { headroom, ...others } = named(command([{ name: '/tmp', at: '/tmp', sizeBytes: 96 * mebibyte }]));
    expect(headroom).toMatchObject({ change: { memory: '224Mi' }, expect: { outcome: 'survived' } });
    expect(others['on-disk']?.change).toEqual({ scratch: { medium: 'disk', sizeLimit: null } });
  });

  it('limit no volume that has no more than its share anyway, and blame none that is small', () => {
    const arms = named(command([{ name: '/tmp', at: '/tmp', sizeBytes: 32 * mebibyte }]));
    expect(Object.keys(arms)).not.toContain('size-limit');
    expect(arms['baseline']?.expect).not.toHaveProperty('cause');
  });

  it('let an app that works by itself end where its volume is full', () => {
    const arms = named({ ...command([{ name: '/tmp', at: '/tmp', sizeBytes: null }]), listens: false });
    expect(arms['size-limit']?.expect).toEqual({ outcome: ['survived', 'exited'] });
    expect(Object.keys(arms)).not.toContain('half-load');
  });

  it('are headroom and half the load where no volume is in memory', () => {
    expect(of(command([])).map(({ name }) => name)).toEqual(['baseline', 'headroom', 'half-load']);
  });
});
