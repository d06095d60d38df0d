import { execa } from 'execa';
import { Failure } from '../errors.ts';
import { killGroup } from './kill.ts';
import { onExit } from './on-exit.ts';
import { programStarted } from './programs-started.ts';
import { quoted } from '../text/quoted.ts';

export interface ExecOptions {
  /** When aborted, kills the program and all it started, and throws the reason. */
  signal?: AbortSignal;
  /** Its stdin. */
  input?: string;
  /** Kills it after this time; default 60 s. */
  timeoutMs?: number;
  /** Its whole environment; by default this process's. */
  env?: Record<string, string | undefined>;
}

/** How an external program ended. */
export interface Ran {
  /** The command, ready to paste into a shell. */
  command: string;
  exitCode: number | null;
  stdout: string;
  stderr: string;
  /** Null if it ended by itself; `timeout`, or an error code such as `ENOENT` if it could not start. */
  broken: string | null;
}

/** Ends the running programs; nothing else would if this process exits at once. */
const running = new Set<() => void>();
onExit(() => running.forEach((end) => end()));

/** Runs an external program to its end, whatever that is. */
export async function tryProgram(argv: [string, ...string[]], options: ExecOptions = {}): Promise<Ran> {
  const { signal, input, timeoutMs = 60_000, env } = options;
  signal?.throwIfAborted();
  const [program, ...args] = argv;
  // A process group of its own, killed as a whole: an aborted execa does not settle while a grandchild holds the
  // pipe. https://github.com/sindresorhus/execa/blob/main/docs/termination.md
  const child = execa(program, args, {
    detached: true,
    reject: false,
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
    ...(env === undefined ? {} : { env: defined(env), extendEnv: false }),
  });
  const end = () => (child.pid === undefined ? undefined : killGroup(child.pid));
  running.add(end);
  programStarted(argv);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  const { exitCode, stdout, stderr, code } = await child;
  clearTimeout(timer);
  running.delete(end);
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  const broken = timedOut ? 'timeout' : exitCode === undefined ? (code ?? null) : null;
  return { command: quoted(argv), exitCode: exitCode ?? null, stdout, stderr, broken };
}

/** Runs an external program that must succeed; returns its stdout, or throws an infrastructure Failure. */
export async function runProgram(argv: [string, ...string[]], options: ExecOptions = {}): Promise<string> {
  const ran = await tryProgram(argv, options);
  if (ran.exitCode === 0) return ran.stdout;
  throw new Failure('infrastructure', `${ran.command}: ${endOf(ran, options.timeoutMs)}`, {
    hint: [ran.stderr, ran.stdout].join('\n').trim().slice(-2000),
  });
}

function endOf({ exitCode, broken }: Ran, timeoutMs = 60_000): string {
  if (broken === 'timeout') return `did not end within ${timeoutMs / 1000} s`;
  if (broken !== null) return `could not be started (${broken})`;
  return exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`;
}

function defined(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) as Record<
    string,
    string
  >;
}
