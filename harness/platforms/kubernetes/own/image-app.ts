import { scenarioFailure } from '../../../scenario/problems.ts';
import type { ImageApp } from '../../../scenario/app-schema.ts';
import type { Arm } from '../../../scenario/types.ts';
import type { Manifest } from '../kustomize.ts';
import type { Measured } from './workload.ts';

/** What is measured of an app by an image. */
export const measuredOfImage: Measured = { workload: 'deployment/app', container: 'app' };

/** An app by an image as a Deployment, with its volume, beside its services. */
export function objectsOfImage({ setup: { scratch }, locate }: Arm, app: ImageApp): Manifest[] {
  const { medium, sizeLimit, at } = scratch;
  const hasVolume = ['memory', 'disk', 'pvc'].includes(medium);
  const sized = sizeLimit === null ? {} : { sizeLimit: String(sizeLimit) };
  const source =
    medium === 'pvc'
      ? { persistentVolumeClaim: { claimName: 'scratch' } }
      : { emptyDir: medium === 'memory' ? { medium: 'Memory', ...sized } : {} };
  const container = {
    name: measuredOfImage.container,
    image: app.image,
    ...(app.args === undefined ? {} : { args: app.args }),
    env: variables(app.env),
    ...(app.port === undefined ? {} : { ports: [{ containerPort: app.port }] }),
    securityContext: {
      ...userOf(app.user, locate(['app', 'user'])),
      ...(app.readOnly ? { readOnlyRootFilesystem: true } : {}),
    },
    ...(hasVolume ? { volumeMounts: [{ name: 'scratch', mountPath: at }] } : {}),
  };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return [
    ...(medium === 'pvc'
      ? [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'scratch' }, spec: claim }]
      : []),
    deployment(measuredOfImage.container, {
      containers: [container],
      ...(hasVolume ? { volumes: [{ name: 'scratch', ...source }] } : {}),
    }),
    ...Object.entries(app.services).flatMap(([name, service]) => serviceObjects(name, service)),
  ];
}

/** Containers beside the app, reached by their names. */
function serviceObjects(name: string, { image, args, env, port }: ImageApp['services'][string]): Manifest[] {
  const container = { name, image, ...(args === undefined ? {} : { args }), env: variables(env) };
  const ports = port === undefined ? { clusterIP: 'None' } : { ports: [{ port }] };
  const spec = { selector: { app: name }, ...ports };
  return [
    deployment(name, { containers: [container] }),
    { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec },
  ];
}

function deployment(name: string, spec: object): Manifest {
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: { automountServiceAccountToken: false, enableServiceLinks: false, ...spec },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template },
  };
}

function variables(env: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}

/** Kubernetes knows users by number alone. */
function userOf(user: string | number | undefined, where: string): object {
  if (user === undefined) return {};
  const [uid, gid] = String(user).split(':');
  if (!/^\d+(:\d+)?$/.test(String(user)))
    throw scenarioFailure([`${where}: app.user: in a pod a user is a number, such as 1000; not ${user}`]);
  return { runAsUser: Number(uid), ...(gid === undefined ? {} : { runAsGroup: Number(gid) }) };
}
