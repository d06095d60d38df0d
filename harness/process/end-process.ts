import type { Writable } from 'node:stream';

/**
 * Ends this process as soon as what it wrote is out, with the exit code that is set. Node would end by itself, too, but
 * first takes apart all that it has in memory: 2 to 10 ms.
 */
export async function endProcess(): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit();
}

/** Of a stream that is closed nothing is left to wait for. */
async function flushed(stream: Writable): Promise<void> {
  await new Promise<void>((resolve) => void stream.write('', () => resolve()));
}
