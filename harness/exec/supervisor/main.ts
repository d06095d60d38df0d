/**
 * The supervisor of one command: a separate program in its own mount and IPC namespaces. It undoes all it made when
 * the command ends, when told to stop, and when the harness is gone. Its settings are the first line of stdin: they
 * include the whole environment, which as an argument would be readable by every user, and could be too long.
 */
import { createInterface } from 'node:readline';
import { messageOf } from '../../errors.ts';
import { endProcess } from '../../process/end-process.ts';
import type { RecordingLine } from '../../recording/types.ts';
import type { SupervisorNotice } from '../../platforms/cgroup/supervisor/settings.ts';
import { HeardSignals } from './heard-signals.ts';
import type { ExecSettings, ExecWord } from './settings.ts';
import { SupervisedCommand } from './supervised-command.ts';

let command: SupervisedCommand | undefined;
const signals = new HeardSignals();
let running: Promise<void> = Promise.resolve();

process.stdout.on('error', () => undefined); // the harness is gone; the end of stdin says so too
process.on('uncaughtException', failed); // keeps the command supervised: the harness now says `stop`

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
try {
  const { value: settings } = await lines.next();
  command = new SupervisedCommand(JSON.parse(String(settings)) as ExecSettings, signals, write);
  command.makeCgroup();
  notify('cgroup');
  await command.makeReady();
  notify('pod');
} catch (error) {
  failed(error);
}
let stop: ExecWord = 'stop SIGTERM';
for await (const word of lines as AsyncIterable<ExecWord>) {
  if (word === 'start')
    running = (command?.run() ?? Promise.resolve()).catch(failed).then(() => notify('over'));
  else if (word === 'SIGINT') command?.signal(word).catch(failed);
  else {
    stop = word;
    break;
  }
}
const end = () =>
  stop === 'stop' ? command?.stop() : command?.interrupt(stop === 'stop SIGINT' ? 'SIGINT' : 'SIGTERM');
for (const undo of [end, () => running, () => command?.remove()])
  await Promise.resolve(undo()).catch(notUndone);
await endProcess();

/** The exit code says that something is left; the ledger says what. */
function notUndone(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

function failed(error: unknown): void {
  notify('failed', messageOf(error));
}

function notify(state: SupervisorNotice['state'], message = ''): void {
  write({ kind: 'supervisor', state, message });
}

function write(line: RecordingLine | SupervisorNotice): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
