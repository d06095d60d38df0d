import type { Caller } from '../process/caller.ts';
import type { ExecScratch } from '../recording/exec-line.ts';
import { findCommand, refuseOtherBytes } from './check-command.ts';
import { checkScratch } from './check-scratch.ts';
import { checkShm } from './check-shm.ts';
import { freshFolders, hiderOf, hiderWords, refuseHiddenProgram } from './hidden.ts';
import type { ExecOptions } from './options.ts';

/** A command that can be run as it is asked for. */
export interface CheckedCommand {
  argv: string[];
  /** The file of the command. */
  program: string;
  scratch: ExecScratch[];
  /** Size of its own /dev/shm; null where its scratch is there. */
  shmBytes: number | null;
  /** What its user may not expect of it; null where there is nothing. */
  note: string | null;
}

/** Looks at all that the user named; throws a Failure on what is wrong with it. */
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
