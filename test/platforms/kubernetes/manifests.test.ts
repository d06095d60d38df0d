import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readKustomization, type Manifest } from '../../../harness/platforms/kubernetes/kustomize.ts';
import {
  manifestsOf,
  overlayFolder,
  overlayOf,
  renderYaml,
} from '../../../harness/platforms/kubernetes/manifests.ts';
import { loadSuite } from '../../../harness/scenario/load-suite.ts';
import type { Arm } from '../../../harness/scenario/types.ts';

const [scenario] = loadSuite(['upload-spool'], process.cwd());
const placement = { namespace: 'here', image: 'app:1', labels: { run: 'x' }, nodePort: 30081 };

function arm(name: string, scratch?: Partial<Arm['setup']['scratch']>): Arm {
  const found = scenario?.arms.find((one) => one.name === name);
  if (!found) throw new Error(`no arm ${name}`);
  return { ...found, setup: { ...found.setup, scratch: { ...found.setup.scratch, ...scratch } } };
}

function ofKind(objects: Manifest[], kind: string): Manifest {
  const found = objects.find((object) => object['kind'] === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

interface PodSpec {
  containers: {
    image: string;
    env: { name: string; value: string }[];
    resources: { limits: { memory: string }; requests: { memory: string } };
    securityContext: object;
  }[];
  volumes: object[];
  securityContext: object;
}

function podSpec(objects: Manifest[]): PodSpec {
  const { spec } = ofKind(objects, 'Deployment') as { spec: { template: { spec: PodSpec } } };
  return spec.template.spec;
}

describe("an arm's manifests", () => {
  it('have the limit, the mode and the image of the arm', () => {
    const [container] = podSpec(manifestsOf(arm('headroom'), placement)).containers;
    expect(container?.resources.limits.memory).toBe(String(240 * 2 ** 20));
    expect(container?.image).toBe('app:1');
    expect(container?.env).toContainEqual({ name: 'RETENTION_MS', value: '3000' });
  });

  it.each([
    ['memory', null, 'memory-scratch', { emptyDir: { medium: 'Memory' } }],
    [
      'memory',
      2 ** 26,
      'memory-scratch-with-size-limit',
      { emptyDir: { medium: 'Memory', sizeLimit: '67108864' } },
    ],
    ['disk', null, 'disk-scratch', { emptyDir: {} }],
    ['pvc', null, 'pvc-scratch', { persistentVolumeClaim: { claimName: 'scratch' } }],
  ] as const)(
    'mount a volume of medium %s (size limit %s) as in %s',
    (medium, sizeLimit, overlay, volume) => {
      const changed = arm('baseline', { medium, sizeLimit });
      expect(overlayOf(changed.setup)).toBe(overlay);
      expect(podSpec(manifestsOf(changed, placement)).volumes).toEqual([{ name: 'scratch', ...volume }]);
    },
  );

  it.each([
    ['shm', '/dev/shm', true],
    ['container-fs', '/tmp', false],
  ] as const)('leave the volume alone for medium %s, with files at %s', (medium, folder, readOnly) => {
    const changed = arm('baseline', { medium, sizeLimit: null });
    const spec = podSpec(manifestsOf(changed, placement));
    expect(spec.volumes).toEqual([{ name: 'scratch', emptyDir: {} }]);
    expect(spec.containers[0]?.env).toContainEqual({ name: 'SCRATCH_DIR', value: folder });
    expect(spec.containers[0]?.securityContext).toMatchObject({ readOnlyRootFilesystem: readOnly });
  });

  it('are those of the overlay in everything that an arm does not change', () => {
    const byHand = readKustomization(overlayFolder('memory-scratch'));
    const [plain, rendered] = [podSpec(byHand), podSpec(manifestsOf(arm('baseline'), placement))];
    const { image: _image, ...container } = rendered.containers[0] ?? {};
    const { image: _byHand, ...plainContainer } = plain.containers[0] ?? {};
    const named = Object.fromEntries(plain.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);
    expect(
      Object.fromEntries(rendered.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []),
    ).toMatchObject(named);
    expect({ ...container, env: null, resources: null }).toEqual({
      ...plainContainer,
      env: null,
      resources: null,
    });
    expect(rendered.securityContext).toEqual(plain.securityContext);
  });

  it('put everything into one namespace under the labels of the run', () => {
    for (const object of manifestsOf(arm('pvc'), placement)) {
      const { namespace, name, labels } = object['metadata'] as {
        namespace?: string;
        name: string;
        labels: object;
      };
      expect(object['kind'] === 'Namespace' ? name : namespace).toBe('here');
      expect(labels).toMatchObject({ run: 'x' });
    }
  });

  it('leave the port to the cluster where none is published', () => {
    const service = ofKind(manifestsOf(arm('baseline'), { ...placement, nodePort: null }), 'Service');
    expect(JSON.stringify(service)).not.toContain('nodePort');
  });

  it('run the app unprivileged, on a read-only root file system', () => {
    const spec = podSpec(manifestsOf(arm('baseline'), placement));
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(spec.containers[0]?.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
  });

  it('render to YAML that reads back the same', () => {
    const objects = manifestsOf(arm('pvc'), placement);
    expect(parseAllDocuments(renderYaml(objects)).map((document) => document.toJS() as Manifest)).toEqual(
      objects,
    );
  });
});
