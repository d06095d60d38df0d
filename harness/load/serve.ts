import { createInterface } from 'node:readline';
import type { Recorder, RecordingLine } from '../recording/types.ts';

/** Keeps arrivals on time on a busy host. */
export const loadNiceness = -10;

/** One load of a load program; `stop` ends it early. */
export interface LoadRun {
  run: () => Promise<void>;
  stop: () => void;
}

/**
 * The frame of a load program in its own process: it reads settings as one line of JSON from stdin, where no `ps`
 * shows them; it begins at the word `start`, ends when the load is over or stdin ends, and writes lines of the
 * recording to stdout.
 */
export async function serveLoad(make: (settings: string, write: Recorder) => LoadRun): Promise<void> {
  let load: LoadRun | undefined;
  const stop = () => load?.stop();
  for (const stream of [process.stdout, process.stderr]) stream.on('error', stop); // the harness is gone
  process.on('SIGTERM', stop).on('SIGINT', stop);
  let running: Promise<void> = Promise.resolve();
  const stdin = createInterface({ input: process.stdin });
  stdin.on('line', (line) => {
    if (load === undefined) load = make(line, write);
    else if (line === 'start') running = load.run().finally(() => stdin.close());
  });
  await new Promise((resolve) => stdin.once('close', resolve));
  stop();
  await running;
  process.stdin.destroy();
}

function write(line: RecordingLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
