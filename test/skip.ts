import { chmodSync, lstatSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const isRoot = process.getuid?.() === 0;

/** For `skipIf`: whether something that tests of this file take is not there; says so, below the file's name. */
export function lacks(what: string, isThere: boolean): boolean {
  if (!isThere) console.warn(`skipped, for it takes ${what}`);
  return !isThere;
}

/** Whether root can't make files of another user here: some file systems of virtual machines give all to root. */
export function lacksOwners(): boolean {
  return lacks('root, and a file system that keeps the owner of a file', isRoot && keepsOwners());
}

function keepsOwners(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'nal-test-owner-'));
  try {
    chmodSync(folder, 0o777);
    process.seteuid?.(1234);
    try {
      writeFileSync(join(folder, 'file'), '');
    } finally {
      process.seteuid?.(0);
    }
    return lstatSync(join(folder, 'file')).uid === 1234;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function lacksRoot(): boolean {
  return lacks('root', isRoot);
}
