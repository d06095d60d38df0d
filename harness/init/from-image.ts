import type { Draft } from './draft.ts';
import { volumesOf } from './from-command.ts';
import type { ImageFacts } from './image-facts.ts';
import { volumeWords } from './manifests-draft.ts';
import type { InitRequest } from './request.ts';

/** An image, as it runs by itself. */
export function draftOfImage(name: string, request: InitRequest, facts: ImageFacts | null): Draft {
  const port = request.port ?? facts?.port ?? undefined;
  const volumes = volumesOf(request);
  return {
    what: name,
    source: `the image ${name}`,
    app: { image: name, ...(port === undefined ? {} : { port }) },
    limit: null,
    limited: 'An image',
    volumes,
    patched: null,
    listens: port !== undefined,
    ends: false,
    files: [],
    took: [...(port === undefined ? [] : [`port ${port}`]), ...volumes.map(volumeWords)],
    left: [
      ...(facts === null ? ['what the image says of itself: it is not on this host'] : []),
      ...(port === undefined ? ['a port: the image names none (--port N)'] : []),
    ],
  };
}
