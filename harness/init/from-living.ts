import { Failure } from '../errors.ts';
import { limitOf } from './pod-spec.ts';
import { draftOfManifests } from './manifests-draft.ts';
import { manifestsFile, manifestsFileOf, secretsLeft } from './manifests-file.ts';
import type { Draft } from './draft.ts';
import { parseObjects, type KubernetesObject } from './objects.ts';
import type { ClusterPrograms } from './programs.ts';
import type { InitRequest } from './request.ts';
import { placeholdersOf, referencesOf } from './secrets.ts';
import { placesIn, stripped } from './stripped.ts';
import { findWorkload, nameOf } from './workload.ts';

/** What belongs to an app that lives in a cluster, as manifests of the scenario. */
export async function draftOfLiving(
  named: string,
  request: InitRequest,
  programs: ClusterPrograms,
): Promise<Draft> {
  const get = async (name: string) =>
    only(parseObjects(JSON.stringify(await programs.get(name)), name), name);
  const left: string[] = [];
  const tryGet = async (name: string) => {
    try {
      return await get(name);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      left.push(`${name}: ${error.hint ?? error.message}`);
      return null;
    }
  };
  const asked = await get(named);
  const top = await ownerOf(asked, tryGet);
  const { container } = request;
  const { pod, object } = findWorkload([top], { container }, named);
  const references = referencesOf(pod);
  const read: KubernetesObject[] = [];
  for (const name of [...references.configMaps].filter((one) => one !== 'kube-root-ca.crt')) {
    const found = await tryGet(`configmap/${name}`);
    if (found) read.push(found);
  }
  for (const name of references.claims) {
    const found = await tryGet(`persistentvolumeclaim/${name}`);
    if (found) read.push(found);
  }
  const objects = [...read.map(stripped), ...placeholdersOf(references), stripped(object)];
  const places = placesIn(object['spec']);
  const draft = draftOfManifests(
    {
      objects,
      shownAs: `${nameOf(object)} of the cluster`,
      paths: [manifestsFile],
      files: [manifestsFileOf(objects, `kubectl get ${named} --output yaml, stripped`)],
      took: [
        ...read.map((one) => `${nameOf(one)}, with what is in it`),
        'the values of variables, as the pod has them: look before you commit them',
      ],
      left: [
        ...left,
        ...secretsLeft(objects),
        ...(places.length === 0 ? [] : [`${places.join(', ')}: those are of that cluster`]),
      ],
    },
    { ...request, workload: nameOf(object) },
  );
  return { ...draft, limit: limitInForce(asked, request) ?? draft.limit };
}

function only([object]: KubernetesObject[], name: string): KubernetesObject {
  if (object !== undefined) return object;
  throw new Failure('usage', `There is no ${name}.`);
}

/** Whoever made an object, and would make it again; the object itself if nobody did or it can't be read. */
async function ownerOf(
  object: KubernetesObject,
  get: (name: string) => Promise<KubernetesObject | null>,
): Promise<KubernetesObject> {
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner === undefined || !known.has(owner.kind)) return object;
  const found = await get(`${owner.kind.toLowerCase()}/${owner.name}`);
  return found === null ? object : ownerOf(found, get);
}

const known = new Set([
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'ReplicationController',
]);

/** A pod's own limit is what admission has made of its template's. */
function limitInForce(asked: KubernetesObject, { container }: InitRequest): Draft['limit'] {
  if (asked.kind !== 'Pod') return null;
  const bytes = limitOf(findWorkload([asked], { container }, nameOf(asked)).container);
  return bytes === null
    ? null
    : { bytes, from: `resources.limits.memory of ${nameOf(asked)}, in force in the cluster` };
}
