import type { IncomingMessage } from 'node:http';
import type { Routes } from '../server.ts';

/** `POST /upload` keeps every body as a string on the JavaScript heap, for ever: a real leak. */
export async function leak(): Promise<Routes> {
  const kept: string[] = [];
  return {
    'POST /upload': async (request, response) => {
      kept.push(await bodyOf(request));
      response.writeHead(201).end();
    },
  };
}

/** A string of one byte a character, which V8 lays on its heap; a Buffer would lie outside of it. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('latin1');
}
