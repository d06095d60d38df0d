import { quantityOf } from './quantity.ts';
import type { Draft, OwnFile, PatchTarget } from './draft.ts';
import type { KubernetesObject } from './objects.ts';
import { limitOf, memoryVolumesOf, portOf, readyPathOf } from './pod-spec.ts';
import type { InitRequest } from './request.ts';
import { findWorkload, nameOf, type Workload } from './workload.ts';

/** Manifests that were found: where they are, and how the scenario names them. */
export interface FoundManifests {
  objects: KubernetesObject[];
  /** In words, as the user named it. */
  shownAs: string;
  /** `app.manifests`, as seen from the scenario. */
  paths: string[];
  files?: OwnFile[];
  took?: string[];
  left?: string[];
}

/** What manifests say of the app that is to be measured. */
export function draftOfManifests(found: FoundManifests, request: InitRequest): Draft {
  const { objects, shownAs, paths, files = [] } = found;
  const workload = findWorkload(objects, request, shownAs);
  const { object, pod, container } = workload;
  const name = nameOf(object);
  const port = request.port ?? portOf(container);
  const ready = port === null ? null : readyPathOf(container, port);
  const bytes = limitOf(container);
  const volumes = memoryVolumesOf(pod, container);
  const hasOthers = pod.containers.length > 1;
  return {
    what: name,
    source: shownAs,
    app: {
      manifests: paths,
      workload: name,
      ...(hasOthers ? { container: container.name } : {}),
      ...(port === null ? {} : { port }),
      ...(ready === null ? {} : { ready }),
    },
    limit:
      bytes === null ? null : { bytes, from: `resources.limits.memory of the container ${container.name}` },
    limited: `The container ${container.name} of ${name}`,
    volumes,
    patched: patchTargetOf(workload),
    listens: port !== null,
    ends: object.kind === 'Job' || object.kind === 'CronJob',
    files,
    took: [
      ...(port === null ? [] : [`port ${port}${ready === null ? '' : `, ready when ${ready} answers`}`]),
      ...volumes.map(volumeWords),
      ...(found.took ?? []),
    ],
    left: [...(port === null ? ['a port: the container names none (--port N)'] : []), ...(found.left ?? [])],
  };
}

function patchTargetOf({ object, podSpecAt, container }: Workload): PatchTarget {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  const id = namespace === undefined ? { name } : { name, namespace };
  return { apiVersion, kind, metadata: id, container: container.name, podSpecAt };
}

export function volumeWords({ name, at, sizeBytes }: Draft['volumes'][number]): string {
  const size = sizeBytes === null ? 'may fill the limit' : `${quantityOf(sizeBytes)} at most`;
  return `the memory-backed volume ${name === at ? '' : `${name} at `}${at}: ${size}`;
}
