import { execFile, execFileSync } from 'node:child_process';
import { rmSync, rmdirSync } from 'node:fs';
import { messageOf, systemCode } from '../errors.ts';
import { removeCgroup } from '../kernel/remove-cgroup.ts';
import { isMounted, removeLoopDevice } from '../kernel/remove-mounts.ts';
import type { Argv, Resource } from './resource.ts';
import { endProcesses } from './processes.ts';
import { systemProgram } from '../process/system-programs.ts';

const undoMs = 60_000;

/** What commands print about something that is gone. */
const gone =
  /no such (container|volume|network|image)|(container|volume|network|image) \S* ?not found|unit \S+ not loaded/i;

interface Remover {
  remove: (name: string) => Promise<void>;
  /** What a person would type. */
  command: (name: string) => Argv;
}

const detach =
  'losetup --noheadings --output NAME --associated "$1" | xargs --no-run-if-empty losetup --detach';

/** The kinds that are undone without a command of their own. */
const removers: Record<string, Remover> = {
  processes: { remove: endProcesses, command: (run) => ['pkill', '-KILL', '-f', run] },
  cgroup: {
    remove: removeCgroup,
    command: (folder) => ['find', folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';'],
  },
  mount: {
    remove: async (folder) => {
      if (isMounted(folder)) execFileSync(systemProgram('umount'), ['--lazy', folder], { stdio: 'pipe' });
    },
    command: (folder) => ['umount', '--lazy', folder],
  },
  'loop device': { remove: removeLoopDevice, command: (image) => ['sh', '-c', detach, 'sh', image] },
  'mount point': { remove: async (folder) => removeEmpty(folder), command: (folder) => ['rmdir', folder] },
  folder: {
    remove: async (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
    command: (folder) => ['rm', '-rf', folder],
  },
};

/** `absent`: there was nothing to undo. */
export type Undone = 'undone' | 'absent' | { problem: string };

/** Undoes one resource and reports what it found. */
export async function undo({ kind, name, undo: commands }: Resource): Promise<Undone> {
  try {
    if (commands !== undefined) return await runAll(commands);
    const remover = removerOf(kind);
    if (!remover) return { problem: `nothing is known of how to undo a ${kind}` };
    await remover.remove(name);
    return 'undone';
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** The last command decides; earlier ones prepare for it. */
async function runAll(commands: Argv[]): Promise<Undone> {
  let last: Ran = { failed: false, said: '' };
  for (const argv of commands) last = await tryCommand(argv);
  if (gone.test(last.said)) return 'absent';
  return last.failed ? { problem: last.said } : 'undone';
}

/** The commands a person would type instead. */
export function commandsOf({ kind, name, undo: commands }: Resource): Argv[] {
  const remover = removerOf(kind);
  return commands ?? (remover ? [remover.command(name)] : []);
}

/** Undefined for an unknown kind, even one like `constructor`. */
function removerOf(kind: string): Remover | undefined {
  return Object.hasOwn(removers, kind) ? removers[kind] : undefined;
}

interface Ran {
  failed: boolean;
  /** Its stderr, or stdout if that is empty. */
  said: string;
}

function tryCommand([program, ...args]: Argv): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: undoMs, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const said = [stderr, stdout].map((text) => text.trim()).find(Boolean) ?? '';
      if (!error) return resolve({ failed: false, said });
      const missing = systemCode(error) === 'ENOENT';
      resolve({
        failed: true,
        said: missing ? `the program "${program}" is missing` : said || messageOf(error),
      });
    });
  });
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // If someone has put something there, it is theirs.
    if (!['ENOENT', 'ENOTEMPTY'].includes(systemCode(error) ?? '')) throw error;
  }
}
