import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { boundedText } from '../../harness/text/bounded-text.ts';

async function answerOf(serve: RequestListener): Promise<Response> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

function* endless(): Generator<Buffer> {
  for (const block = Buffer.alloc(2 ** 20, 'x'); ;) yield block;
}

describe('the text of an answer', () => {
  it('is whole where it comes in parts, within a letter', async () => {
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
    const response = await answerOf((_, answer) => {
      answer.write(first);
      setTimeout(() => answer.end(second), 50);
    });
    expect(await boundedText(response)).toBe('é');
  });

  it('is none where it never ends, and the connection does then', async () => {
    let closed = false;
    const response = await answerOf((_, answer) => {
      answer.on('close', () => void (closed = true));
      Readable.from(endless()).pipe(answer);
    });
    expect(await boundedText(response)).toBeNull();
    await expect.poll(() => closed).toBe(true);
  });
});
