import { bodyOf } from '../body.ts';
import type { Routes } from '../server.ts';

/** `POST /upload` keeps every body as a string on the JavaScript heap, for ever: a real leak. */
export async function leak(): Promise<Routes> {
  const kept: string[] = [];
  return {
    'POST /upload': async (request, response) => {
      // One byte a character: V8 lays such a string on its heap; the Buffer lies outside of it.
      kept.push((await bodyOf(request)).toString('latin1'));
      response.writeHead(201).end();
    },
  };
}
