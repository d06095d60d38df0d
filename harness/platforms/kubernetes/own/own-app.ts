import type { Manifest } from '../kustomize.ts';
import type { Arm } from '../../../scenario/types.ts';
import type { KubectlProgram } from '../kubectl.ts';
import { fixesOf, type Fix } from './fixes.ts';
import { imagesOf } from './images.ts';
import { measuredOfImage, objectsOfImage } from './image-app.ts';
import { readObjects } from './read.ts';
import { findMeasured, type Measured } from './workload.ts';

/** An arm's own app as objects, before they are placed. */
export interface OwnApp {
  objects: Manifest[];
  measured: Measured;
  images: string[];
  /** What of the user's files can't stand in one namespace, in sentences. */
  leftOut: string[];
  /** Its patches, to be tried on the baseline's. */
  fixes: Fix[];
}

/** Reads an arm's own app; null for the sample app. Throws a usage Failure that points at the scenario's key. */
export async function readOwnApp(
  arm: Arm,
  kubectl: KubectlProgram,
  workFolder: string,
): Promise<OwnApp | null> {
  const { app } = arm.setup;
  if ('image' in app) {
    const objects = objectsOfImage(arm, app);
    return { objects, measured: measuredOfImage, images: imagesOf(objects), leftOut: [], fixes: [] };
  }
  if (!('manifests' in app)) return null;
  const { objects, leftOut } = await readObjects(arm, app, kubectl, workFolder);
  return {
    objects,
    measured: findMeasured(objects, app, arm),
    images: imagesOf(objects),
    leftOut,
    fixes: fixesOf(arm, workFolder),
  };
}
