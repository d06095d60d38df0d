/** What the sample app can do; see manifests/app/README.md. */
export const modes = [
  'spool',
  'temp',
  'read',
  'mmap',
  'log',
  'leak',
  'native',
  'threads',
  'sockets',
] as const;
export type Mode = (typeof modes)[number];

export function isMode(name: string): name is Mode {
  return (modes as readonly string[]).includes(name);
}

/** Modes that serve a data set by `GET /read`; all others take `POST /upload`. */
export function serves(mode: Mode): boolean {
  return mode === 'read' || mode === 'mmap';
}

/** Modes that keep files in the scratch volume for the retention time. */
export function keepsFiles(mode: Mode): boolean {
  return mode === 'spool' || mode === 'temp';
}
