import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { defaultGraceMs, endIn, keptStderr, type Child, type ChildEnd } from './child.ts';

/**
 * Starts a helper program as a thread of this process, in a third of the time of a process. It has its own event
 * loop, standard streams and `process.exit`, and runs while this thread is busy; it can't have its own user, or
 * signals.
 */
export function startThread([file, ...args]: [string, ...string[]], onLine: (line: string) => void): Child {
  const thread = new Worker(file, { argv: args, stdin: true, stdout: true, stderr: true });
  let stderr = '';
  const tell = (text: string) => void (stderr = (stderr + text).slice(-keptStderr));
  thread.stderr.setEncoding('utf8').on('data', tell);
  thread.on('error', (error: Error) => tell(error.stack ?? error.message)); // it threw and exits with 1
  thread.stdin?.on('error', () => undefined); // it ended first; `ended` reports
  const lines = createInterface({ input: thread.stdout }).on('line', onLine);
  const ended = Promise.all([once(lines, 'close'), exitOf(thread)]).then(([, exitCode]): ChildEnd => ({
    exitCode,
    signal: null,
    stderr: stderr.trim(),
  }));
  const kill = () => void thread.terminate();
  const stop = async (graceMs = defaultGraceMs) => {
    thread.stdin?.end();
    return endIn(graceMs, ended, kill);
  };
  return { pid: process.pid, say: (line) => void thread.stdin?.write(`${line}\n`), ended, stop, kill };
}

function exitOf(thread: Worker): Promise<number> {
  return new Promise((resolve) => thread.once('exit', resolve));
}
