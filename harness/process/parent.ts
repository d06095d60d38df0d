import { readFileSync, readlinkSync } from 'node:fs';
import { tolerate } from '../errors.ts';

const lookMs = 500;

/** Calls `then` once this process's parent is gone: a closed terminal, an ended CI job. */
export function onParentGone(then: () => void): void {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    then();
  }, lookMs);
  look.unref();
}

/**
 * Whether the user wants this process to survive its terminal and parent: by setsid, or by nohup. nohup ignores
 * SIGHUP, but Node, and so npm, resets signals to their defaults before any script runs; SigIgn in
 * /proc/self/status shows nothing, so this looks for other traces.
 * https://github.com/nodejs/node/blob/v20.19.0/src/node.cc (ResetSignalHandlers)
 */
export function outlivesItsParent(env: NodeJS.ProcessEnv): boolean {
  return isSessionWithoutTerminal() || startedByNohup(env) || ignoresHangup(whoAsked(env));
}

/** setsid(1) starts a new session, which has no terminal. */
function isSessionWithoutTerminal(): boolean {
  const fields = statOf('self');
  return fields !== null && fields.session === process.pid && fields.terminal === 0;
}

/** The shell puts the command in `_`, sudo in SUDO_COMMAND; nohup makes a terminal on stdin unreadable. */
function startedByNohup(env: NodeJS.ProcessEnv): boolean {
  const named = [env['_'], env['SUDO_COMMAND']].some((command) =>
    /(^|\/)nohup$/.test(command?.split(' ')[0] ?? ''),
  );
  const [flags] = /(?<=^flags:\s*)\d+/m.exec(read('/proc/self/fdinfo/0') ?? '') ?? [];
  return named || (isNull('/proc/self/fd/0') && flags?.endsWith('1') === true);
}

/** `flags` is octal; its last digit is the access mode: 1 is O_WRONLY. */
function isNull(path: string): boolean {
  return tolerate(['ENOENT'], () => readlinkSync(path) === '/dev/null', false);
}

/** The script or shell that started this process, perhaps through npm. */
function whoAsked(env: NodeJS.ProcessEnv): number {
  return env['npm_lifecycle_event'] === undefined ? process.ppid : (statOf(process.ppid)?.parent ?? 0);
}

function ignoresHangup(pid: number): boolean {
  const [ignored] = /(?<=^SigIgn:\s*)\w+/m.exec(read(`/proc/${pid}/status`) ?? '') ?? [];
  return ignored !== undefined && (BigInt(`0x${ignored}`) & 1n) === 1n; // SIGHUP is 1
}

/** The name in brackets may contain anything: fields are counted from its end (proc_pid_stat(5)). */
function statOf(pid: number | 'self'): { parent: number; session: number; terminal: number } | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const [, parent, , session, terminal] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: parent ?? 0, session: session ?? 0, terminal: terminal ?? 0 };
}

/** Null without /proc, or without such a process. */
function read(path: string): string | null {
  return tolerate(['ENOENT', 'ESRCH', 'EACCES'], () => readFileSync(path, 'utf8'), null);
}
