/**
 * The supervisor of one command: a program of its own, in mount and IPC namespaces of its own. It undoes all
 * that it made when the command has ended, when it is told to stop, and when the harness is gone.
 */
import { createInterface } from 'node:readline';
import { messageOf } from '../../../errors.ts';
import { settle } from '../../../ledger/settle.ts';
import type { RecordingLine } from '../../../recording/types.ts';
import type { SupervisorNotice } from '../supervisor/settings.ts';
import type { ExecSettings } from './settings.ts';
import { SupervisedCommand } from './supervised-command.ts';

const settings = JSON.parse(process.argv[2] ?? '') as ExecSettings;
const command = new SupervisedCommand(settings, write);
let running: Promise<void> = Promise.resolve();
let orphaned = true;

process.stdout.on('error', () => undefined); // the harness is gone: stdin's end says so too
process
  .on('SIGTERM', () => undefined)
  .on('SIGINT', () => undefined)
  .on('SIGHUP', () => undefined);

try {
  command.make();
  write({ kind: 'supervisor', state: 'pod', message: settings.cgroup });
  for await (const word of createInterface({ input: process.stdin })) {
    if (word === 'start') running = command.run().catch(failed).then(over);
    if (word === 'stop') {
      orphaned = false;
      break;
    }
  }
} catch (error) {
  failed(error);
}
await command.stop();
await running;
await command.remove();
if (orphaned) await settle(settings.ledger);
process.stdin.destroy();

function over(): void {
  write({ kind: 'supervisor', state: 'over', message: settings.cgroup });
}

function failed(error: unknown): void {
  write({ kind: 'supervisor', state: 'failed', message: messageOf(error) });
}

function write(line: RecordingLine | SupervisorNotice): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
