import { execFile } from 'node:child_process';
import { rmSync, rmdirSync } from 'node:fs';
import { messageOf, systemCode } from '../errors.ts';
import { removeCgroup } from './remove-cgroup.ts';
import { isMounted, removeLoopDevice } from './remove-mounts.ts';
import type { Argv, Owed } from './owed.ts';
import { killProcesses } from './processes.ts';

const undoMs = 120_000;

/** What a command says of a thing that is gone. */
const gone = /no such|not found/i;

interface Remover {
  remove: (name: string) => Promise<void>;
  /** What a person would type. */
  command: (name: string) => Argv;
}

/** The kinds of things that are undone without a command of their own. */
export const removers: Record<string, Remover> = {
  processes: { remove: killProcesses, command: (run) => ['pkill', '-KILL', '-f', run] },
  cgroup: {
    remove: removeCgroup,
    command: (folder) => ['find', folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';'],
  },
  mount: {
    remove: async (folder) => {
      if (isMounted(folder)) await runOrThrow(['umount', '--lazy', folder]);
    },
    command: (folder) => ['umount', '--lazy', folder],
  },
  'loop device': { remove: removeLoopDevice, command: (image) => ['losetup', '--associated', image] },
  'mount point': { remove: async (folder) => removeEmpty(folder), command: (folder) => ['rmdir', folder] },
  folder: {
    remove: async (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
    command: (folder) => ['rm', '-rf', folder],
  },
};

/** Undoes one thing; null where it is gone, else what stands in the way. */
export async function undo({ kind, name, undo: commands }: Owed): Promise<string | null> {
  if (commands === undefined) {
    const remover = removers[kind];
    if (!remover) return `nothing is known of how to undo a ${kind}`;
    await remover.remove(name);
    return null;
  }
  let problem: string | null = null;
  for (const argv of commands) problem = await tryCommand(argv);
  return problem !== null && gone.test(problem) ? null : problem;
}

/** The commands that a person would type in its place. */
export function commandsOf({ kind, name, undo: commands }: Owed): Argv[] {
  const remover = removers[kind];
  return commands ?? (remover ? [remover.command(name)] : []);
}

/** Null where the command succeeded, else what it said. */
function tryCommand([program, ...args]: Argv): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: undoMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      if (!error) return resolve(null);
      if (systemCode(error) === 'ENOENT') return resolve(`the program "${program}" can't be started`);
      resolve([stderr, stdout].map((text) => text.trim()).find(Boolean) ?? messageOf(error));
    });
  });
}

async function runOrThrow(argv: Argv): Promise<void> {
  const problem = await tryCommand(argv);
  if (problem !== null) throw new Error(problem);
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Somebody has put something there: then it is theirs.
    if (!['ENOENT', 'ENOTEMPTY'].includes(systemCode(error) ?? '')) throw error;
  }
}
