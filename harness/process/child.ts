import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { killGroup } from './kill.ts';
import { programStarted } from './programs-started.ts';
import { parseJson } from '../text/json.ts';
import { within } from './within.ts';

/** A helper program of the run. It ends when its stdin ends, so it can't outlive the harness. */
export interface Child {
  pid: number;
  /** Writes one line to its stdin. */
  say: (line: string) => void;
  /** Resolves once it has ended and its output is read. */
  ended: Promise<ChildEnd>;
  /** Ends its stdin, waits, then kills its process group if needed. Idempotent. */
  stop: (graceMs?: number) => Promise<ChildEnd>;
  /** Kills its process group. */
  kill: () => void;
}

interface ChildOptions {
  /** Descriptors passed on to it, from 3 on. */
  handedOn?: number[];
  /** Stay in this process's session and group, with its terminal and key signals. */
  sharesTerminal?: boolean;
}

export interface ChildEnd {
  exitCode: number | null;
  signal: string | null;
  /** The end of its stderr. */
  stderr: string;
}

export const keptStderr = 4000;
const keptBroken = 200;

/**
 * Starts a helper that writes JSON, one value per line. An invalid line was broken off: its writer was killed, or
 * the disk or pipe failed. It ends the helper, as later data is lost, and is reported with its last words.
 */
export function startTeller(
  argv: [string, ...string[]],
  onValue: (value: never) => void, // of the type that this helper writes
  options: ChildOptions = {},
): Child {
  return asTeller((onLine) => startChild(argv, onLine, options), onValue);
}

/** The same for a helper started by `start`. */
export function asTeller(
  start: (onLine: (line: string) => void) => Child,
  onValue: (value: never) => void,
): Child {
  let broken: string | null = null;
  const see = (text: string) => {
    if (broken !== null) return;
    const value = parseJson(text);
    if (value !== undefined) return onValue(value as never);
    broken = text;
    child.kill();
  };
  const child = start(see);
  const withBroken = (end: ChildEnd): ChildEnd =>
    broken === null
      ? end
      : { ...end, stderr: `${end.stderr}\nIt broke off in: ${broken.slice(0, keptBroken)}`.trim() };
  return {
    ...child,
    ended: child.ended.then(withBroken),
    stop: async (graceMs) => withBroken(await child.stop(graceMs)),
  };
}

/** Starts a program in its own process group; each line of its stdout goes to `onLine`. */
export function startChild(
  argv: [string, ...string[]],
  onLine: (line: string) => void,
  { handedOn = [], sharesTerminal = false }: ChildOptions = {},
): Child {
  const [program, ...args] = argv;
  // Detached: Ctrl-C at the terminal reaches only the harness, which then stops its children cleanly.
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe', ...handedOn],
    detached: !sharesTerminal,
  });
  programStarted(argv);
  const pid = child.pid ?? 0;
  const kill = () => {
    if (sharesTerminal) child.kill('SIGKILL');
    else if (pid > 0) killGroup(pid);
  };
  let stderr = '';
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (text: string) => void (stderr = (stderr + text).slice(-keptStderr)));
  child.stdin?.on('error', () => undefined); // it ended first; `ended` reports
  if (child.stdout) createInterface({ input: child.stdout }).on('line', onLine);
  const ended = new Promise<ChildEnd>((resolve) => {
    // Its children may outlive it, as k6 does when its runner is killed.
    child.once('exit', kill);
    child.once('error', (error) => resolve({ exitCode: null, signal: null, stderr: error.message }));
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stderr: stderr.trim() }));
  });
  const stop = async (graceMs = defaultGraceMs) => {
    child.stdin?.end();
    return endIn(graceMs, ended, kill);
  };
  return { pid, say: (line) => void child.stdin?.write(`${line}\n`), ended, stop, kill };
}

export const defaultGraceMs = 3000;

/** Waits for a helper that was told to end; kills it after `graceMs`. */
export async function endIn(graceMs: number, ended: Promise<ChildEnd>, kill: () => void): Promise<ChildEnd> {
  const inTime = await within(graceMs, ended, null);
  if (inTime) return inTime;
  kill();
  return ended;
}
