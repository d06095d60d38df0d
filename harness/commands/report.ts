import { resolve } from 'node:path';
import type { Host } from '../host.ts';
import { readRecording } from '../recording/read.ts';
import { renderRunHtml } from '../report/html/run-page.ts';
import { judgeExec } from '../verdict/exec/judge-exec.ts';
import { judge } from '../verdict/judge.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import { showExec, writeExecResult } from './exec/result.ts';
import { showFindings, writeHtml, writeResult } from './results.ts';

/** Judges the recording in a folder again, writes its result.json anew and shows it. */
export async function report(
  host: Host,
  directory: string,
  options: { json?: boolean; color?: ColorChoice },
): Promise<number> {
  const recording = await readRecording(resolve(host.cwd, directory));
  if (recording.exec !== null) {
    const findings = judgeExec(recording, recording.exec);
    writeExecResult(resolve(host.cwd, directory), findings);
    showExec({ ...host, stderr: host.stdout }, findings, options, resolve(host.cwd, directory));
    return findings.toolExitCode;
  }
  const findings = judge(recording);
  writeResult(resolve(host.cwd, directory), findings);
  writeHtml(resolve(host.cwd, directory), renderRunHtml(findings, recording));
  showFindings(host, findings, options.json ?? false, colorsFor(options.color ?? 'auto', host, host.stdout));
  return findings.exitCode;
}
