import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

/**
 * `POST /upload` stores the body as a file of its own in the scratch directory and deletes it after the
 * retention time. What an earlier life of the process left there stays: nobody remembers those files.
 */
export async function spool({ scratchDir, retentionMs }: Settings): Promise<Routes> {
  return {
    'POST /upload': async (request, response) => {
      const file = join(scratchDir, `${randomUUID()}.upload`);
      try {
        await pipeline(request, createWriteStream(file));
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
      if (retentionMs !== null) setTimeout(() => void rm(file, { force: true }), retentionMs).unref();
      response.writeHead(201).end();
    },
  };
}
