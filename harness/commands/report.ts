import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Host } from '../host.ts';
import { readRecording } from '../recording/read.ts';
import { partialName, recordingName } from '../recording/write.ts';
import { renderExecHtml } from '../report/html/exec-page.ts';
import { renderRunHtml } from '../report/html/run-page.ts';
import { judgeExec } from '../verdict/exec/judge-exec.ts';
import { judge } from '../verdict/judge.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import { showExec, writeExecResult } from './exec/result.ts';
import { showFindings, writeHtml, writeResult } from './results.ts';

/** Judges the recording in a folder again, writes its result.json and report.html anew and shows the result. */
export async function report(
  host: Host,
  directory: string,
  options: { json?: boolean; color?: ColorChoice },
): Promise<number> {
  const folder = resolve(host.cwd, directory);
  // A run whose process was killed has not come to give its recording its name.
  const isPartial = !existsSync(join(folder, recordingName)) && existsSync(join(folder, partialName));
  const recording = await readRecording(folder, isPartial ? partialName : recordingName);
  if (recording.exec !== null) {
    const findings = judgeExec(recording, recording.exec);
    writeExecResult(folder, findings);
    writeHtml(folder, renderExecHtml(findings, recording, recording.exec));
    showExec({ ...host, stderr: host.stdout }, findings, options, folder);
    return findings.toolExitCode;
  }
  const findings = judge(recording);
  writeResult(folder, findings);
  writeHtml(folder, renderRunHtml(findings, recording));
  showFindings(host, findings, options.json ?? false, colorsFor(options.color ?? 'auto', host, host.stdout));
  return findings.exitCode;
}
