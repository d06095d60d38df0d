import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProgram } from '../../harness/cli/program.ts';
import { readRecording } from '../../harness/recording/read.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import type { ExecFindings } from '../../harness/verdict/exec/types.ts';
import { noSignals } from '../no-signals.ts';

export interface ExecRun {
  result: ExecFindings;
  exitCode: number | null;
  wallMs: number;
  /** What is said of the same recording where the kernel's log could not be read. */
  withoutLog: ExecFindings;
}

/**
 * Runs `exec` without a process of its own for the command line: a run takes a fraction of a second so. The
 * command gets this process's stdin, stdout and stderr.
 */
export async function runInProcess(
  options: string[],
  argv: string[],
  env: Record<string, string | undefined> = {},
): Promise<ExecRun> {
  const out = mkdtempSync(join(tmpdir(), 'nal-exec-out-'));
  const startedMs = performance.now();
  let exitCode: number | null = null;
  const silent = { write: () => undefined, isTTY: false, size: () => ({ columns: 80, rows: 24 }) };
  const { signal } = new AbortController();
  const host = {
    cwd: process.cwd(),
    env: { ...process.env, ...env },
    readStdin: async () => '',
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
    const wallMs = performance.now() - startedMs;
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as ExecFindings;
    return { result, exitCode, wallMs, withoutLog: await judgeWithoutLog(out) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function judgeWithoutLog(folder: string): Promise<ExecFindings> {
  const recording = await readRecording(folder);
  const { exec } = recording;
  if (exec === null) throw new Error('no recording of a command');
  const { kernelLog } = exec;
  return judgeExec(recording, {
    ...exec,
    kernelLog: kernelLog && { ...kernelLog, lines: [], unreadable: 'EPERM' },
  });
}
