import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../errors.ts';
import type { Caller } from '../process/caller.ts';
import type { Draft } from './draft.ts';
import { findChart } from './from-chart.ts';
import { draftOfCommand } from './from-command.ts';
import { draftOfService } from './from-compose.ts';
import { findManifests, isThere } from './from-files.ts';
import { draftOfImage } from './from-image.ts';
import { draftOfLiving } from './from-living.ts';
import { imageFacts } from './image-facts.ts';
import { draftOfManifests } from './manifests-draft.ts';
import { formsHint } from './objects.ts';
import { clusterPrograms } from './programs.ts';
import { isCompose } from './compose/service.ts';
import { readYaml } from './read-yaml.ts';
import type { InitRequest } from './request.ts';

/** Finds out what the words mean, and all that is there of the app. `folder` is the scenario's, absolute. */
export async function findDraft(request: InitRequest, folder: string, caller: Caller): Promise<Draft> {
  const { words, command = [], values = [] } = request;
  const { cwd, env } = caller;
  const [first = '', second] = words;
  if (words.length === 0) {
    if (command.length === 0) throw notFound(words);
    return draftOfCommand(command, request, { cwd, folder });
  }
  if (first === 'image' && second !== undefined && words.length === 2)
    return draftOfImage(second, request, await imageFacts(second, caller));
  const programs = clusterPrograms(request, caller);
  if (isLiving(request, cwd)) {
    refuseVolumes(request);
    return draftOfLiving(first, request, programs);
  }
  const path = resolve(cwd, first);
  if (!isThere(path)) throw notFound(words);
  const document = statSync(path).isFile() ? readYaml(path, first)[0] : undefined;
  if (isCompose(document)) {
    if (words.length > 2) throw notFound(words);
    return draftOfService(document, second, { request, env, shownAs: first });
  }
  refuseVolumes(request);
  const absent = words.find((word) => !isThere(resolve(cwd, word)));
  if (absent !== undefined) throw notFound([absent]);
  const isChart = words.length === 1 && existsSync(join(path, 'Chart.yaml'));
  const found = isChart
    ? await findChart(first, values, { cwd, programs })
    : await findManifests(words, { cwd, folder, programs });
  return draftOfManifests(found, request);
}

const kinds =
  /^(?:pod|po|deploy|deployment|statefulset|sts|daemonset|ds|replicaset|rs|job|cronjob|cj)s?\/[a-z0-9.-]+$/;

/** `pod/NAME` and the like; a path of that name comes first, unless a cluster is named. */
function isLiving({ words, namespace, context, kubeconfig }: InitRequest, cwd: string): boolean {
  const [first = ''] = words;
  if (words.length !== 1 || !kinds.test(first)) return false;
  const isNamed = [namespace, context, kubeconfig].some((one) => one !== undefined);
  return isNamed || !isThere(resolve(cwd, first));
}

function refuseVolumes({ volumes }: InitRequest): void {
  if (volumes !== undefined)
    throw new Failure(
      'usage',
      '--scratch is for a command, an image or a service: manifests have their own volumes.',
    );
}

function notFound(words: readonly string[]): Failure {
  const [first = ''] = words;
  const shown = words.join(' ');
  if (shown === '') return new Failure('usage', 'init takes what the app is made from.', { hint: formsHint });
  const guess = /^[a-z0-9./-]+:[\w.-]+$/.test(first)
    ? `An image is named so: init image ${first} --out DIR`
    : `A command comes last, after --: init --out DIR -- ${shown}`;
  return new Failure('usage', `There is no ${shown}.`, { hint: `${formsHint}\n${guess}` });
}
