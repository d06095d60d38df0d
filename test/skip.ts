export const isRoot = process.getuid?.() === 0;

/** For `skipIf`: whether something that tests of this file take is not there; says so, below the file's name. */
export function lacks(what: string, isThere: boolean): boolean {
  if (!isThere) console.warn(`skipped, for it takes ${what}`);
  return !isThere;
}

export function lacksRoot(): boolean {
  return lacks('root', isRoot);
}
