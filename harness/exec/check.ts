import type { Caller } from '../process/caller.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import { findCommand, refuseOtherBytes } from './check-command.ts';
import { checkScratch } from './check-scratch.ts';
import { checkShm } from './check-shm.ts';
import { freshFolders, hiderOf, hiderWords, refuseHiddenProgram } from './hidden.ts';
import type { ExecOptions } from './options.ts';

/** A command that can run as requested. */
export interface CheckedCommand {
  argv: string[];
  /** The command's file. */
  program: string;
  scratch: ExecScratch[];
  /** Size of its own /dev/shm; null if a scratch takes its place. */
  shmBytes: number | null;
  /** A warning for the user about what not to expect; null if there is none. */
  note: string | null;
}

/** Checks everything that the user named; throws a Failure on what is wrong. */
export function checkCommand(argv: string[], options: ExecOptions, caller: Caller): CheckedCommand {
  const scratch = checkScratch(options.scratch ?? [], caller.cwd);
  refuseOtherBytes();
  const program = findCommand(argv[0] ?? '', caller);
  const shmBytes = checkShm(options, scratch);
  refuseHiddenProgram(program, scratch, shmBytes);
  return { argv, program, scratch, shmBytes, note: hiddenFolderWords(caller.cwd, scratch, shmBytes) };
}

function hiddenFolderWords(cwd: string, scratch: ExecScratch[], shmBytes: number | null): string | null {
  const hider = hiderOf(freshFolders(scratch, shmBytes), cwd);
  if (!hider || hider.directory === cwd) return null;
  return `The command starts in an empty ${cwd}, as in a pod: ${hiderWords(hider, scratch)} hides its contents.`;
}
