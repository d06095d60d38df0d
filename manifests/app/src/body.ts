import type { IncomingMessage } from 'node:http';

/** The whole body of a request. Its bytes lie outside of the JavaScript heap, as those of every Buffer do. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
