import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { readLedgers } from '../harness/resources/read.ts';
import { memoryHierarchy } from '../harness/platforms/cgroup/memory-hierarchy.ts';
import { findParent } from '../harness/platforms/cgroup/parent.ts';
import type { RunFindings } from '../harness/verdict/types.ts';
import { runsBut } from './other-runs.ts';
import { isRoot } from './skip.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The temporary folder of the runs of this test file, apart from those of other runs on this host. */
const ownTemporary = mkdtempSync(join(inject('temporary'), 'tmp-'));
chmodSync(ownTemporary, 0o1777);
const ownFolders = [ownTemporary];

/** A folder on a file system of the kernel itself, for tests of links and owners. */
export const ofKernel = inject('temporaryOfKernel');

/** What a test does not ask for is not there, nor npm, which runs the tests. Node itself warns where FORCE_COLOR and NO_COLOR are both set. */
export const neutral = {
  FORCE_COLOR: undefined,
  NO_COLOR: '1',
  GITHUB_ACTIONS: undefined,
  GITHUB_STEP_SUMMARY: undefined,
  npm_lifecycle_event: undefined,
  npm_command: undefined,
};

/** Where the runs of this test file have their temporary folders, and their ledgers. */
export const ownPlaces = { TMPDIR: ownTemporary, REPRO_STATE_DIR: join(ownTemporary, 'state') };

/** The same of another user. */
function placesOf(uid: number): typeof ownPlaces {
  const own = mkdtempSync(join(ofKernel, 'user-'));
  chownSync(own, uid, uid);
  ownFolders.push(own);
  return { TMPDIR: own, REPRO_STATE_DIR: join(own, 'state') };
}

export interface CliResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: Record<string, string>;
  /** Called with all of stderr so far. */
  onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  /** Runs it as this user, where root runs the tests. */
  uid?: number;
  /** Runs it from this folder. */
  cwd?: string;
}

/** Runs the command line as a user does, in a process of its own. */
export async function cli(
  args: string[],
  { env = {}, onStderr, uid: asked, cwd }: CliOptions = {},
): Promise<CliResult> {
  const uid = isRoot ? asked : undefined; // a plain user can be no other
  const places = uid === undefined ? ownPlaces : placesOf(uid);
  const child = spawn(process.execPath, [join(root, 'dist/not-a-leak.mjs'), ...args], {
    cwd: cwd ?? root,
    env: { ...process.env, ...neutral, ...places, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onStderr?.(stderr, (signal) => void child.kill(signal));
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, stdout, stderr };
}

/** A folder for one test file, and how to remove it. */
export function temporaryFolder(below = tmpdir()): { path: string; remove: () => void } {
  const path = mkdtempSync(join(below, 'nal-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function resultIn(folder: string): RunFindings {
  return JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as RunFindings;
}

/** Whatever a run makes on this host bears this name: folders, cgroups, mounts and processes. */
const marks = /not-a-leak-(?!test)\w/;

/**
 * What runs of this test file have left on this host: helper processes, mounts, temporary folders and cgroups. What is
 * in the ledger of a run of another test file, before or after this looks, is that run's: an entry is older than the
 * thing, and is struck out only when that is gone.
 */
export function leftovers(): string[] {
  const before = runsBut(ownFolders);
  const found = withMarks();
  const others = [...before, ...runsBut(ownFolders)];
  return found.filter((left) => left.startsWith('process ') || !others.some((run) => left.includes(run)));
}

function withMarks(): string[] {
  const processes = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isOwn(entry));
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => marks.test(line));
  const folders = [...ownFolders, root].flatMap((folder) =>
    readdirSync(folder).filter((name) => marks.test(name)),
  );
  const ledgers = ownFolders.flatMap(
    (folder) => readLedgers({ REPRO_STATE_DIR: join(folder, 'state') }).ledgers,
  );
  const open = ledgers.flatMap(({ entries }) => entries.filter(({ kept }) => !kept));
  return [
    ...processes.map((pid) => `process ${pid}: ${commandLine(pid)}`),
    ...mounts,
    ...folders,
    ...open.map(({ kind, name }) => `in a ledger: ${kind} ${name}`),
    ...cgroups('/sys/fs/cgroup', 4),
  ];
}

/** The same, of commands that `exec` ran from this test file. */
export function ownExecLeftovers(): string[] {
  const own = findParent(memoryHierarchy());
  return leftovers().filter((left) =>
    left.includes('/cgroup/') && !left.startsWith('process')
      ? left.startsWith(`${own}/not-a-leak-exec-`)
      : left.includes(`${ownTemporary}/`) || left.startsWith('not-a-leak-exec-'),
  );
}

/** Processes of runs of this test file with a word in their command line, such as `sampler.mjs`. */
export function ownProcesses(word: string): number[] {
  const own = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isOwn(entry));
  const found = own.filter((pid) => commandLine(pid).includes(word)).map(Number);
  return found.toSorted((a, b) => a - b); // a folder is listed by the alphabet
}

/** Whether a process is of a run of this test file: all of them have its places in their environment. */
function isOwn(pid: string): boolean {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    return ownFolders.some((folder) => environment.includes(folder)) && pid !== String(process.pid);
  } catch {
    return false; // over, or another user's
  }
}

function cgroups(folder: string, depth: number): string[] {
  if (depth === 0) return [];
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return below.flatMap(({ name }) =>
    marks.test(name) ? [join(folder, name)] : cgroups(join(folder, name), depth - 1),
  );
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    return String(error);
  }
}
