import { accessSync, constants, fstatSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure, messageOf, systemCode } from '../../errors.ts';
import { writeReport } from '../../report/write-report.ts';

/** Descriptor numbers are a C int. */
const mostDescriptors = 2 ** 31 - 1;

type Write = (text: string) => void;

/**
 * Returns what writes the result to `--result`: a file, or an open descriptor by its number. Throws a usage
 * Failure, before anything runs, if it can't be written.
 */
export function openResultTarget(target: string | undefined, cwd: string): Write | null {
  if (target === undefined) return null;
  if (target === '') throw refusal(target, 'it names none');
  if (/^-?\d+$/.test(target)) return toDescriptor(Number(target));
  const path = resolve(cwd, target);
  attempt(target, () => accessSync(isSpecial(path) ? path : dirname(path), constants.W_OK));
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (target.endsWith('/') || isFolder) throw refusal(target, 'it is a folder');
  if (isSpecial(path)) return (text) => attempt(target, () => writeFileSync(path, text));
  return (text) => writeReport(dirname(path), path.slice(dirname(path).length).replace('/', ''), text);
}

function toDescriptor(descriptor: number): Write {
  const name = String(descriptor);
  if (descriptor < 0 || descriptor > mostDescriptors) throw refusal(name, 'no descriptor has this number');
  attempt(name, () => {
    fstatSync(descriptor);
    // The user does not mean what Node itself has open under that number.
    const isOwn = readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('anon_inode:');
    if (descriptor === 0 || isOwn) throw refusal(name, `it is not open for this; ${name}>FILE opens it`);
  });
  return (text) => attempt(name, () => writeFileSync(descriptor, text));
}

/** A FIFO, device or descriptor path is written to, not replaced. */
function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

function attempt(target: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw refusal(target, code === 'EBADF' ? `it is not open; ${target}>FILE opens it` : messageOf(error));
  }
}

function refusal(target: string, why: string): Failure {
  return new Failure('usage', `--result ${target || '""'} can't take the result: ${why}.`, {
    hint: 'Name a file in an existing folder, or an open descriptor (npm passes on none): node bin/not-a-leak.mjs exec --result 3 ... 3>result.json',
  });
}
