import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Host } from '../process/host.ts';
import { readRecording } from '../recording/read.ts';
import type { Recording } from '../recording/recording.ts';
import { partialName, recordingName } from '../recording/write.ts';
import { renderExecHtml } from '../report/html/exec-page.ts';
import { renderRunHtml } from '../report/html/run-page.ts';
import { renderJson } from '../report/json.ts';
import { judgeExec } from '../verdict/exec/judge-exec.ts';
import { judge } from '../verdict/judge.ts';
import { judgeRepeats } from '../verdict/repeats.ts';
import type { RunFindings } from '../verdict/types.ts';
import { colorsFor, type ColorChoice } from './colors.ts';
import { showExec, writeExecResult } from '../exec/result.ts';
import { showFindings, showRepeats, writeResult } from './results.ts';
import { writeHtml } from '../report/write-report.ts';

interface ReportOptions {
  json?: boolean;
  color?: ColorChoice;
}

/** Judges the recording in a folder again, or those of `--repeat` below it, and makes all its reports anew. */
export async function report(host: Host, named: string, options: ReportOptions): Promise<number> {
  const directory = resolve(host.cwd, named);
  const repeats = repeatsIn(directory);
  if (repeats.length > 0) return reportRepeats(host, directory, repeats, options);
  const recording = await recordingIn(directory);
  if (recording.exec !== null) {
    const findings = judgeExec(recording, recording.exec);
    writeExecResult(directory, findings, recording.exec.exec);
    writeHtml(directory, renderExecHtml(findings, recording, recording.exec, directory));
    showExec({ ...host, stderr: host.stdout }, findings, { ...options, report: true }, directory);
    return findings.toolExitCode;
  }
  const findings = rejudge(directory, recording);
  if (options.json) host.stdout.write(renderJson(findings));
  else showFindings(host, findings, colorsFor(options.color ?? 'auto', host, host.stdout));
  return findings.exitCode;
}

async function reportRepeats(
  host: Host,
  directory: string,
  folders: string[],
  options: ReportOptions,
): Promise<number> {
  const all: RunFindings[] = [];
  for (const folder of folders) all.push(rejudge(folder, await recordingIn(folder)));
  const whole = judgeRepeats(all, folders.length);
  writeResult(directory, whole, all);
  const colors = colorsFor(options.color ?? 'auto', host, host.stdout);
  if (options.json) host.stdout.write(renderJson(whole));
  else {
    for (const findings of all) showFindings(host, findings, colors);
    showRepeats(host, whole, colors);
  }
  return whole.exitCode;
}

function rejudge(folder: string, recording: Recording): RunFindings {
  const findings = judge(recording);
  writeResult(folder, findings);
  writeHtml(folder, renderRunHtml(findings, recording, folder));
  return findings;
}

/** A run whose process was killed has not come to give its recording its name. */
function recordingIn(folder: string): Promise<Recording> {
  const isPartial = !existsSync(join(folder, recordingName)) && existsSync(join(folder, partialName));
  return readRecording(folder, isPartial ? partialName : recordingName);
}

/** The folders 1, 2, ... of `--repeat` that have a recording; none where the folder has one itself. */
function repeatsIn(directory: string): string[] {
  if (existsSync(join(directory, recordingName))) return [];
  const folders: string[] = [];
  while (existsSync(join(directory, String(folders.length + 1), recordingName)))
    folders.push(join(directory, String(folders.length + 1)));
  return folders;
}
