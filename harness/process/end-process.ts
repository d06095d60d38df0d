import type { Writable } from 'node:stream';

/**
 * Ends this process once its output is flushed, with the exit code that is set. Node would end by itself, but first
 * tears down its heap: 2 to 10 ms.
 */
export async function endProcess(): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(flushed));
  process.exit();
}

/** A closed stream has nothing left to wait for. */
async function flushed(stream: Writable): Promise<void> {
  await new Promise<void>((resolve) => void stream.write('', () => resolve()));
}
