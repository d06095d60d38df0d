import { join } from 'node:path';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

const valueBytes = 1024 * 1024;

/**
 * `GET /read` serves the next value of an LMDB store, round and round. LMDB maps its file into memory: the
 * pages that are read count as the process's own (RssFile) and are clean page cache all the same.
 */
export async function mmap({ scratchDir, datasetBytes }: Settings): Promise<Routes> {
  const { open } = await import('lmdb'); // its native part is loaded only here
  const count = Math.max(1, Math.ceil(datasetBytes / valueBytes));
  const store = open<Buffer, number>({
    path: join(scratchDir, 'store.mdb'),
    encoding: 'binary',
    keyEncoding: 'uint32',
    mapSize: datasetBytes * 2,
    cache: false,
  });
  for (let key = 0; key < count; key++) await store.put(key, Buffer.alloc(valueBytes, key + 1));
  await store.flushed;
  let next = 0;
  return {
    'GET /read': async (_request, response) => {
      const value = store.get(next++ % count);
      response.setHeader('content-length', value?.length ?? 0);
      response.end(value);
    },
  };
}
