import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Arm } from '../../scenario/types.ts';
import { asSample, type Setup } from '../../scenario/schema.ts';
import { packageFolder } from '../../package/folder.ts';
import { appEnvironment, nodeArguments } from '../app-environment.ts';
import { readKustomization, type Manifest } from './kustomize.ts';

/** What a pod gets besides its arm's setup. */
export interface Placement {
  namespace: string;
  image: string;
  /** Labels of every object that the run makes, to find them again. */
  labels: Record<string, string>;
  /** Null lets the cluster choose. */
  nodePort: number | null;
}

/** The NodePort of manifests/base/service.yaml, reserved for those who apply it by hand. */
export const handNodePort = 30080;

/** The folder of an overlay to apply by hand, as `kubectl apply -k FOLDER`. */
export function overlayFolder(name: string): string {
  return join(packageFolder, 'manifests', 'overlays', name);
}

/** The overlay with this setup's volume. */
export function overlayOf({ scratch }: Setup): string {
  if (scratch.medium === 'pvc') return 'pvc-scratch';
  if (scratch.medium !== 'memory') return 'disk-scratch'; // shm and container-fs do not use the volume
  return scratch.sizeLimit === null ? 'memory-scratch' : 'memory-scratch-with-size-limit';
}

/** An arm's objects: its overlay's, changed only as the arm requires. */
export function manifestsOf(arm: Arm, placement: Placement): Manifest[] {
  const objects = readKustomization(overlayFolder(overlayOf(arm.setup)));
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: placement.namespace, labels: placement.labels },
  };
  return [namespace, ...objects.map((object) => placed(object, arm.setup, placement))];
}

/** Objects as one YAML file. Kubernetes reads YAML 1.1, in which yes is no text. */
export function renderYaml(objects: Manifest[]): string {
  return objects.map((object) => stringify(object, { lineWidth: 110, version: '1.1' })).join('---\n');
}

function placed(object: Manifest, setup: Setup, placement: Placement): Manifest {
  const { namespace, labels } = placement;
  const metadata = { ...(object['metadata'] as Labelled), namespace };
  metadata.labels = { ...metadata.labels, ...labels };
  const moved = { ...object, metadata };
  if (object['kind'] === 'Service')
    return { ...moved, spec: servedAt(object['spec'] as ServiceSpec, placement) };
  if (object['kind'] === 'Deployment')
    return { ...moved, spec: deployed(object['spec'] as DeploymentSpec, setup, placement) };
  return moved;
}

function servedAt(spec: ServiceSpec, { nodePort }: Placement): ServiceSpec {
  const ports = spec.ports.map(({ nodePort: _byHand, ...port }) =>
    nodePort === null ? port : { ...port, nodePort },
  );
  return { ...spec, ports };
}

function deployed(spec: DeploymentSpec, setup: Setup, { image }: Placement): DeploymentSpec {
  const { template } = spec;
  const containers = template.spec.containers.map((container) => ({
    ...container,
    image,
    args: [...nodeArguments(setup.memory), ...container.args.filter((word) => !word.startsWith('--'))],
    env: environment(setup),
    ...(setup.scratch.medium === 'container-fs'
      ? { securityContext: { ...container.securityContext, readOnlyRootFilesystem: false } }
      : {}),
    resources: {
      requests: { ...container.resources.requests, memory: String(Math.floor(setup.memory / 2)) },
      limits: { memory: String(setup.memory) },
    },
  }));
  const { sizeLimit } = setup.scratch;
  const volumes = template.spec.volumes.map((volume) =>
    sizeLimit === null || !volume.emptyDir
      ? volume
      : { ...volume, emptyDir: { ...volume.emptyDir, sizeLimit: String(sizeLimit) } },
  );
  return { ...spec, template: { ...template, spec: { ...template.spec, containers, volumes } } };
}

function environment(setup: Setup): { name: string; value: string }[] {
  const { app, scratch } = asSample(setup);
  return Object.entries(appEnvironment(app, scratch)).map(([name, value]) => ({ name, value }));
}

interface Labelled {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
}

interface ServiceSpec {
  ports: { nodePort?: number }[];
}

/** The part of a Deployment that an arm changes. */
interface DeploymentSpec {
  template: {
    spec: {
      containers: {
        args: string[];
        resources: { requests: Record<string, string> };
        securityContext: object;
      }[];
      volumes: { emptyDir?: object }[];
    };
  };
}
