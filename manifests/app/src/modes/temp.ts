import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

/**
 * `POST /upload` works on the body in stages, each of which reads the temporary file of the one before and
 * writes one of its own, as unpacking and converting do. All are deleted when the job is done, which takes
 * the retention time after the answer. A job that is killed deletes nothing.
 */
export async function temp({ scratchDir, stages, retentionMs }: Settings): Promise<Routes> {
  return {
    'POST /upload': async (request, response) => {
      const job = join(scratchDir, randomUUID());
      const files = Array.from({ length: Math.max(1, stages) }, (_, stage) => `${job}.${stage}.tmp`);
      const remove = () => Promise.all(files.map((file) => rm(file, { force: true })));
      try {
        for (const [stage, file] of files.entries()) {
          const before = files[stage - 1];
          await pipeline(before === undefined ? request : createReadStream(before), createWriteStream(file));
        }
      } catch (error) {
        await remove();
        throw error;
      }
      response.writeHead(201).end();
      await sleep(retentionMs ?? 0, undefined, { ref: false });
      await remove();
    },
  };
}
