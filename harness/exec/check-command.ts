import { isUtf8 } from 'node:buffer';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { Failure, systemCode } from '../errors.ts';
import type { Caller } from '../process/caller.ts';

/** The file of a command, looked up as a shell would; throws a usage Failure if there is none. */
export function findCommand(name: string, { env, cwd }: Pick<Caller, 'env' | 'cwd'>): string {
  const isPath = name.includes('/');
  const folders = isPath ? [cwd] : (env['PATH'] ?? '').split(delimiter);
  const problems = folders.map((folder) => {
    const path = resolve(cwd, folder, name);
    return { path, problem: problemOf(path) };
  });
  const found = problems.find(({ problem }) => problem === null);
  if (found) return found.path;
  // A shell skips a folder of that name and keeps looking.
  const isNoMiss = isPath ? ['ENOENT', 'ENOTDIR'] : ['ENOENT', 'ENOTDIR', 'EISDIR'];
  const nearMiss = problems.find(({ problem }) => problem !== null && !isNoMiss.includes(problem));
  if (nearMiss) {
    throw new Failure('usage', `${nearMiss.path} can't be run (${nearMiss.problem}).`, {
      hint: nearMiss.problem === 'EACCES' ? `chmod +x ${nearMiss.path}` : 'It must be a program.',
    });
  }
  const where = isPath ? join(cwd, '') : 'on PATH';
  throw new Failure('usage', `There is no command ${name || '""'} ${where}.`, {
    hint: 'The command follows the options: exec --memory 512Mi -- COMMAND ARGS...',
  });
}

/** Node decodes arguments as UTF-8 and replaces invalid bytes: the command would get altered arguments. */
export function refuseOtherBytes(): void {
  const given = '/proc/self/cmdline';
  if (!existsSync(given) || isUtf8(readFileSync(given))) return;
  throw new Failure(
    'usage',
    'An argument of the command is not UTF-8, and would reach the command changed.',
    { hint: 'Let a shell make it: exec ... -- sh -c \'COMMAND "$(printf "\\\\377")"\'' },
  );
}

function problemOf(path: string): string | null {
  try {
    if (!statSync(path).isFile()) return 'EISDIR';
    accessSync(path, constants.X_OK);
    return null;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code;
  }
}
