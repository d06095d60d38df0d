import { refuseTakenByNpm } from '../harness/cli/arguments/taken-by-npm.ts';
import { explain } from '../harness/cli/explain.ts';
import { makeProgram } from '../harness/cli/program.ts';
import { neutral, ownPlaces, root, type CliResult } from './cli.ts';
import { noSignals } from './no-signals.ts';

/**
 * Runs the command line in this process, which takes a third of the time of one of its own. Flags that the
 * environment sets (REPRO_ON and the like) and signals take a process: see `cli`.
 */
export async function cliInProcess(
  args: string[],
  { env = {} }: { env?: Record<string, string> } = {},
): Promise<CliResult> {
  const result = { exitCode: 0, stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (result[name] += text),
    isTTY: false,
    size: () => ({ columns: 80, rows: 24 }),
  });
  const exits: (() => void)[] = [];
  const host = {
    cwd: root,
    env: { ...process.env, ...neutral, ...ownPlaces, ...env },
    readStdin: async () => '',
    stdout: output('stdout'),
    stderr: output('stderr'),
    program: `${root}dist/not-a-leak.mjs`,
    signal: new AbortController().signal,
    signals: noSignals,
    onExit: (undo: () => void) => {
      exits.push(undo);
      return () => void exits.splice(exits.indexOf(undo), 1);
    },
    onSuspend: () => () => undefined,
  };
  try {
    refuseTakenByNpm(host.env);
    const program = makeProgram(host, (code) => void (result.exitCode = code));
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    result.exitCode = explain(error, host.stderr);
  }
  for (const undo of exits.splice(0)) undo();
  return result;
}
