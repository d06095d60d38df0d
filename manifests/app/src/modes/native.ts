import { bodyOf } from '../body.ts';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

/**
 * `POST /upload` keeps the body as a Buffer for the retention time, as one does while a slow backend takes
 * it. A Buffer's bytes are native memory: no heap graph shows them.
 */
export async function native({ retentionMs }: Settings): Promise<Routes> {
  const kept = new Set<Buffer>();
  return {
    'POST /upload': async (request, response) => {
      const body = await bodyOf(request);
      kept.add(body);
      if (retentionMs !== null) setTimeout(() => kept.delete(body), retentionMs).unref();
      response.writeHead(201).end();
    },
  };
}
