import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { bodyOf } from '../body.ts';
import type { Routes } from '../server.ts';
import type { Settings } from '../settings.ts';

const lineBytes = 6 * 1024;

/** `POST /upload` logs the whole body, as a debug log does, to a file or to stdout. */
export async function log({ scratchDir, logTo }: Settings): Promise<Routes> {
  const sink =
    logTo === 'stdout' ? process.stdout : createWriteStream(join(scratchDir, 'app.log'), { flags: 'a' });
  return {
    'POST /upload': async (request, response) => {
      await write(sink, linesOf(await bodyOf(request)));
      response.writeHead(201).end();
    },
  };
}

/** The body in lines of base64, short enough for every container runtime to keep each in one piece. */
function linesOf(body: Buffer): string {
  const lines = Array.from({ length: Math.ceil(body.length / lineBytes) }, (_, index) =>
    body.toString('base64', index * lineBytes, (index + 1) * lineBytes),
  );
  return lines.map((line) => `upload: ${line}\n`).join('');
}

async function write(sink: Writable, text: string): Promise<void> {
  if (sink.errored) throw sink.errored;
  if (!sink.write(text)) await once(sink, 'drain');
}
