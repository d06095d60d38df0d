/**
 * The load generator: a program of its own. It starts sending at the word `start` on stdin, and ends when
 * the load is over or its stdin ends; it writes lines of the recording to stdout.
 */
import { createInterface } from 'node:readline';
import { goFirst } from '../../priority.ts';
import type { RecordingLine } from '../../recording/types.ts';
import { Generator } from './generator.ts';
import type { LoadSettings } from './settings.ts';

goFirst(-10);
const settings = JSON.parse(process.argv[2] ?? '') as LoadSettings;
const generator = new Generator(settings, write);

process.stdout.on('error', () => generator.stop()); // the harness is gone
process.on('SIGTERM', () => generator.stop()).on('SIGINT', () => generator.stop());

let running: Promise<void> = Promise.resolve();
const stdin = createInterface({ input: process.stdin });
stdin.on('line', (line) => {
  if (line === 'start') running = generator.run().finally(() => stdin.close());
});
await new Promise((resolve) => stdin.once('close', resolve));
generator.stop();
await running;
process.stdin.destroy();

function write(line: RecordingLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
