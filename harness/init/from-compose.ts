import { Failure } from '../errors.ts';
import type { Environment } from '../process/caller.ts';
import { besideOf, programOf } from './compose/beside.ts';
import { keysLeft } from './compose/keys-left.ts';
import { environmentOf, imageOf, limitOf, memoryVolumesOf, portOf } from './compose/parts.ts';
import { findService, servicesOf } from './compose/service.ts';
import type { Draft } from './draft.ts';
import { volumesOf } from './from-command.ts';
import { volumeWords } from './manifests-draft.ts';
import type { InitRequest } from './request.ts';

/** A service of a compose file, as an app by image, and what it depends on beside it. */
export function draftOfService(
  document: unknown,
  asked: string | undefined,
  { request, env, shownAs }: { request: InitRequest; env: Environment; shownAs: string },
): Draft {
  const services = servicesOf(document);
  const { name, service } = findService(services, asked, shownAs);
  const image = imageOf(service, env);
  if (image === null)
    throw new Failure('usage', `${shownAs}: the service ${name} has no image, so there is nothing to run.`, {
      hint: 'Build it, and name the result as its image; or: init image NAME --out DIR',
    });
  const variables = environmentOf(service, env);
  const port = request.port ?? portOf(service, env);
  const [volume, ...others] = [...volumesOf(request), ...memoryVolumesOf(service)];
  const volumes = volume === undefined ? [] : [volume];
  const { beside, left } = besideOf(service, services, { env, shownAs });
  const { user, command, read_only: readOnly } = service;
  return {
    what: name,
    source: `the service ${name} of ${shownAs}`,
    app: {
      ...programOf(image, service, env, variables.taken),
      ...(port === null ? {} : { port }),
      ...(user === undefined ? {} : { user }),
      ...(readOnly === true ? { readOnly } : {}),
      ...(Object.keys(beside).length === 0 ? {} : { services: beside }),
    },
    limit: limitOf(service),
    limited: `The service ${name}`,
    volumes,
    patched: null,
    listens: port !== null,
    ends: false,
    files: [],
    took: [
      `image ${image}`,
      ...(command ? ['command'] : []),
      ...(port === null ? [] : [`port ${port}`]),
      ...names('environment, with the values in the file', Object.keys(variables.taken)),
      ...(user === undefined ? [] : [`user ${user}`]),
      ...(readOnly === true ? ['read_only'] : []),
      ...volumes.map(volumeWords),
      ...names('beside it', Object.keys(beside)),
    ],
    left: [
      ...others
        .filter(({ at }) => at !== volume?.at)
        .map(({ at }) => `the tmpfs at ${at}: a scenario has one volume (--scratch memory:DIR chooses)`),
      ...names('environment without a value in the file', variables.left),
      ...keysLeft(service),
      ...left,
      ...(port === null ? ['a port: the service names none (--port N)'] : []),
    ],
  };
}

function names(what: string, all: string[]): string[] {
  return all.length === 0 ? [] : [`${what}: ${all.join(', ')}`];
}
