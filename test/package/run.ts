import { spawn } from 'node:child_process';

export interface Ran {
  exitCode: number | null;
  stdout: string;
  /** stdout and stderr, as they came. */
  output: string;
}

/** What npm tells its scripts is not for a command that a user starts in another folder. */
const ofNpm = /^(npm_(?!config_)|npm_config_local_prefix$|INIT_CWD$|PNPM_|NODE_OPTIONS$)/;

/** Runs a program as a user does in that folder. */
export async function run(
  [program, ...args]: [string, ...string[]],
  { cwd, env = {} }: { cwd: string; env?: Record<string, string | undefined> },
): Promise<Ran> {
  const own = Object.entries(process.env).filter(([name]) => !ofNpm.test(name));
  const child = spawn(program, args, {
    cwd,
    env: { ...Object.fromEntries(own), NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (output += text));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, stdout, output };
}
