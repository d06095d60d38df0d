/**
 * The supervisor of one pod: a separate program, in its own mount namespace, that plays the kubelet. It undoes all
 * it made when told to stop or when the harness is gone.
 */
import { createInterface } from 'node:readline';
import { messageOf } from '../../../errors.ts';
import type { RecordingLine } from '../../../recording/types.ts';
import { Pod } from './pod.ts';
import type { SupervisorNotice, SupervisorSettings } from './settings.ts';

const settings = JSON.parse(process.argv[2] ?? '') as SupervisorSettings;
const pod = new Pod(settings, write);
let running: Promise<void> = Promise.resolve();

process.stdout.on('error', () => undefined); // the harness is gone; the end of stdin says so too
process.on('SIGTERM', () => undefined).on('SIGINT', () => undefined);
process.on('uncaughtException', failed); // keeps the app supervised: the harness now says `stop`

try {
  pod.make();
  write({ kind: 'supervisor', state: 'pod', message: settings.podCgroup });
  for await (const command of createInterface({ input: process.stdin })) {
    if (command === 'start') running = pod.run().catch(failed);
    if (command === 'stop') break;
  }
} catch (error) {
  failed(error);
}
for (const undo of [() => pod.stop(), () => running, () => pod.remove()]) await undo().catch(notUndone);
process.stdin.destroy();

/** The exit code says that something is left; the ledger says what. */
function notUndone(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function failed(error: unknown): void {
  write({ kind: 'supervisor', state: 'failed', message: messageOf(error) });
}

function write(line: RecordingLine | SupervisorNotice): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
