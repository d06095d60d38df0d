import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

const fileBytes = 1024 * 1024;

/**
 * `GET /read` serves the next of the files in the scratch directory, round and round. With more bytes of
 * files than memory, each is out of the page cache again by the time its turn comes.
 */
export async function read({ scratchDir, datasetBytes }: Settings): Promise<Routes> {
  const count = Math.max(1, Math.ceil(datasetBytes / fileBytes));
  const fileOf = (index: number) => join(scratchDir, `${index % count}.data`);
  for (let index = 0; index < count; index++) await writeDurably(fileOf(index));
  let next = 0;
  return {
    'GET /read': async (_request, response) => {
      response.setHeader('content-length', fileBytes);
      await pipeline(createReadStream(fileOf(next++)), response);
    },
  };
}

/** Writes a file through to the disk, so that its pages are clean when this returns. */
async function writeDurably(file: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(Buffer.alloc(fileBytes, file));
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
