import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { killGroup } from './exec.ts';
import { programStarted } from './programs-started.ts';

/** A helper program of the run. It ends when its stdin ends, so it can't outlive the harness. */
export interface Child {
  pid: number;
  /** Writes one line to its stdin. */
  say: (line: string) => void;
  /** Resolves once it has ended and its output was read. */
  ended: Promise<ChildEnd>;
  /** Ends its stdin, waits, and kills its process group where that does not help. Safe to call again. */
  stop: (graceMs?: number) => Promise<ChildEnd>;
}

export interface ChildEnd {
  exitCode: number | null;
  signal: string | null;
  /** The last of what it wrote to stderr. */
  stderr: string;
}

const keptStderr = 4000;

/**
 * Starts a program in a process group of its own; each line of its stdout goes to `onLine`. It gets the
 * descriptors of `handedOn` as its own, from 3 on.
 */
export function startChild(
  argv: [string, ...string[]],
  onLine: (line: string) => void,
  handedOn: number[] = [],
): Child {
  const [program, ...args] = argv;
  // Detached: a Ctrl-C at the terminal reaches the harness alone, which then stops its children in order.
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe', ...handedOn], detached: true });
  programStarted(argv);
  const pid = child.pid ?? 0;
  let stderr = '';
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => void (stderr = (stderr + text).slice(-keptStderr)));
  child.stdin?.on('error', () => undefined); // it ended first; `ended` tells
  if (child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
  const ended = new Promise<ChildEnd>((resolve) => {
    // What it started may outlive it, as k6 does its runner when that is killed.
    child.once('exit', () => pid > 0 && killGroup(pid));
    child.once('error', (error) => resolve({ exitCode: null, signal: null, stderr: error.message }));
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stderr: stderr.trim() }));
  });
  const stop = async (graceMs = 3000) => {
    child.stdin?.end();
    const timer = new AbortController();
    const inTime = await Promise.race([
      ended,
      sleep(graceMs, null, { signal: timer.signal }).catch(() => null),
    ]);
    timer.abort();
    if (inTime) return inTime;
    if (pid > 0) killGroup(pid);
    return ended;
  };
  return { pid, say: (line) => void child.stdin?.write(`${line}\n`), ended, stop };
}
