import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../errors.ts';
import { withRightsFor } from '../files/rights.ts';

const chunkBytes = 2 ** 22;

/**
 * Passes each line of a file to `take` as a range of bytes, without line feed, valid until `take` returns. Lines
 * may have any length. Throws file system errors, and a usage Failure if it is not a plain file: a FIFO would
 * block, a device never end.
 */
export function forEachLine(path: string, take: (bytes: Buffer, from: number, to: number) => void): void {
  const file = withRightsFor(dirname(path), undefined, () =>
    openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY),
  );
  try {
    if (!fstatSync(file).isFile()) throw new Failure('usage', `${path} is not a regular file.`);
    let bytes = Buffer.allocUnsafe(chunkBytes);
    let kept = 0;
    for (;;) {
      if (kept === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
      const read = readSync(file, bytes, kept, bytes.length - kept, null);
      if (read === 0) break;
      const end = kept + read;
      let from = 0;
      for (
        let to = bytes.indexOf(lineFeed, kept);
        to !== -1 && to < end;
        to = bytes.indexOf(lineFeed, from)
      ) {
        take(bytes, from, to);
        from = to + 1;
      }
      bytes.copyWithin(0, from, end);
      kept = end - from;
    }
    if (kept > 0) take(bytes, 0, kept);
  } finally {
    closeSync(file);
  }
}

const lineFeed = 0x0a;
