import { seenFrom } from './from-files.ts';
import type { Draft, MemoryVolume } from './draft.ts';
import { volumeWords } from './manifests-draft.ts';
import type { InitRequest } from './request.ts';
import { quoted } from '../text/quoted.ts';

/** A command line, run in the folder where it was given. */
export function draftOfCommand(
  words: readonly string[],
  request: InitRequest,
  { cwd, folder }: { cwd: string; folder: string },
): Draft {
  const { port } = request;
  const takesPort = words.some((word) => word.includes('{port}'));
  const volumes = volumesOf(request);
  return {
    what: quoted(words).slice(0, 80),
    source: 'a command line',
    app: {
      command: [...words],
      ...(folder === cwd ? {} : { cwd: seenFrom(folder, cwd) }),
      ...(port === undefined ? {} : { port }),
    },
    limit: null,
    limited: 'A command',
    volumes,
    patched: null,
    listens: takesPort || port !== undefined,
    ends: false,
    files: [],
    took: ['the folder that it runs in', ...volumes.map(volumeWords)],
    left: ['the environment: it gets that of whoever runs the scenario; app.env adds to it'],
  };
}

/** Volumes that the user names, called as they are seen. */
export function volumesOf({ volumes = [] }: InitRequest): MemoryVolume[] {
  return volumes.slice(0, 1).map((volume) => ({ ...volume, name: volume.at }));
}
