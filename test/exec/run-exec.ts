import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecording } from '../../harness/recording/read.ts';
import { judgeExec } from '../../harness/verdict/exec/judge-exec.ts';
import type { ExecFindings } from '../../harness/verdict/exec/types.ts';

export interface ExecRun {
  result: ExecFindings;
  exitCode: number | null;
  wallMs: number;
  /** What is said of the same recording where the kernel's log could not be read. */
  withoutLog: ExecFindings;
}

/** Runs `exec` as a user does, with its output thrown away, and gives its result. */
export async function runExec(options: string[], argv: string[]): Promise<ExecRun> {
  const out = mkdtempSync(join(tmpdir(), 'nal-exec-out-'));
  const main = fileURLToPath(new URL('../../dist/not-a-leak.mjs', import.meta.url));
  const startedMs = performance.now();
  const child = spawn(process.execPath, [main, 'exec', '--out', out, '-q', ...options, '--', ...argv], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  try {
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return await readRun(out, exitCode, performance.now() - startedMs, stderr);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The result of a run that lies in `folder`. */
export async function readRun(
  folder: string,
  exitCode: number | null,
  wallMs: number,
  stderr = '',
): Promise<ExecRun> {
  const result = JSON.parse(read(join(folder, 'result.json'), stderr)) as ExecFindings;
  return { result, exitCode, wallMs, withoutLog: await judgeWithoutLog(folder) };
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

function read(path: string, stderr: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`exec wrote no result: ${stderr}`, { cause: error });
  }
}
