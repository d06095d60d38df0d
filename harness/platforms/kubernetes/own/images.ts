import type { Manifest } from '../kustomize.ts';
import { containersOf, podOf } from './objects.ts';

/** The images of all pods that these objects make. */
export function imagesOf(objects: Manifest[]): string[] {
  const images = objects.flatMap((object) => {
    const pod = podOf(object);
    return pod === null ? [] : containersOf(pod.spec).flatMap(({ image }) => image ?? []);
  });
  return [...new Set(images)];
}
