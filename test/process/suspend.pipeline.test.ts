import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { lacks } from '../skip.ts';

const program = `
  import { onSuspend } from './harness/process/suspend.ts';
  onSuspend(() => process.stdout.write('stops\\n'), () => process.stdout.write('goes on\\n'));
  setInterval(() => undefined, 1000);
  process.stdout.write(process.pid + '\\n');`;

/** Nobody would let a process go on that has no shell beside it in its session: the kernel stops none such. */
const jobOfShell = 'set -m; "$@" & read';

/** T is stopped (proc_pid_stat(5)). */
const stateOf = (pid: number) => / \((?:.*)\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];

/** Waits until it is so, 5 s at most. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isSo(); tries++) await sleep(50);
}

describe.skipIf(lacks('Linux', process.platform === 'linux'))('Ctrl-Z', () => {
  it('stops the process, after it was told, each time anew', async () => {
    const argv = [
      process.execPath,
      '--import',
      './scripts/tsx.mjs',
      '--input-type=module',
      '--eval',
      program,
    ];
    const shell = spawn('bash', ['-c', jobOfShell, 'bash', ...argv], { detached: true });
    let said = '';
    let pid = 0;
    shell.stdout.on('data', (text: Buffer) => (said += text.toString()));
    try {
      await until(() => /^\d+\n/.test(said));
      pid = Number.parseInt(said, 10);
      said = '';
      for (const time of [1, 2]) {
        process.kill(pid, 'SIGTSTP');
        await until(() => stateOf(pid) === 'T');
        expect(stateOf(pid)).toBe('T');
        process.kill(pid, 'SIGCONT');
        await until(() => said === 'stops\ngoes on\n'.repeat(time));
        expect(said).toBe('stops\ngoes on\n'.repeat(time));
      }
    } finally {
      if (pid > 0) process.kill(pid, 'SIGKILL');
      shell.stdin.end(); // which ends what it reads, and so the shell
      await once(shell, 'exit');
    }
  });
});
