import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProgram } from '../../harness/cli/program.ts';
import type { ExecRun } from './run-exec.ts';
import { readRun } from './run-exec.ts';
import { noSignals } from '../no-signals.ts';

/**
 * Runs `exec` without a process of its own for the command line: a run takes a fraction of a second so. The
 * command gets this process's stdin, stdout and stderr.
 */
export async function runInProcess(options: string[], argv: string[]): Promise<ExecRun> {
  const out = mkdtempSync(join(tmpdir(), 'nal-exec-out-'));
  const startedMs = performance.now();
  let exitCode: number | null = null;
  const silent = { write: () => undefined, isTTY: false, size: () => ({ columns: 80, rows: 24 }) };
  const { signal } = new AbortController();
  const host = {
    cwd: process.cwd(),
    env: process.env,
    stdout: silent,
    stderr: silent,
    program: '',
    signal,
    onExit: () => () => undefined,
    onSuspend: () => () => undefined,
    signals: noSignals,
  };
  try {
    const words = ['exec', '--out', out, '-q', ...options, '--', ...argv];
    await makeProgram(host, (code) => void (exitCode = code)).parseAsync(words, { from: 'user' });
    return await readRun(out, exitCode, performance.now() - startedMs);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
