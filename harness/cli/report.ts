import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exitCodes } from '../errors.ts';
import type { Recording } from '../recording/recording.ts';
import type { RunFindings } from '../verdict/types.ts';
import { withJson, type SetExitCode } from './arguments/common.ts';
import { readFolder } from './arguments/values.ts';
import type { Host } from './host.ts';
import { colorsFor, type ColorChoice } from './view/colors.ts';

interface ReportFlags {
  json?: boolean;
  color?: ColorChoice;
}

export function addReport(command: Command, host: Host, setExitCode: SetExitCode): void {
  withJson(command)
    .description('judge a recording again, and write its reports')
    .argument('<dir>', 'the folder of a run, such as repro-out/latest', readFolder)
    .action(async (folder: string, flags: ReportFlags) => setExitCode(await report(host, folder, flags)));
}

/** Judges again the recording in a folder, or those of `--repeat` below it, and rewrites all reports. */
async function report(host: Host, named: string, flags: ReportFlags): Promise<number> {
  const folder = resolve(host.cwd, named);
  const repeats = await repeatsIn(folder);
  if (repeats.length > 0) return reportRepeats(host, folder, repeats, flags);
  const recording = await recordingIn(folder);
  if (recording.exec !== null) {
    const { writeExecPage } = await import('../exec/page.ts');
    const { reportExec } = await import('../report/exec-reports.ts');
    const { showExec } = await import('./show.ts');
    const findings = reportExec(folder, recording, recording.exec);
    writeExecPage(folder, findings, recording, recording.exec);
    showExec(host.stdout, host, findings, { ...flags, page: true }, folder);
    return findings.toolExitCode;
  }
  if (recording.target !== null) {
    const { reportTarget } = await import('../report/target-reports.ts');
    const { showDiagnosis } = await import('./show-diagnosis.ts');
    showDiagnosis(host, reportTarget(folder, recording, recording.target), { ...flags, folder });
    return exitCodes.met;
  }
  const { reportRun } = await import('../report/run-reports.ts');
  const findings = reportRun(folder, recording);
  await show(host, [findings], findings, flags);
  return findings.exitCode;
}

async function reportRepeats(
  host: Host,
  folder: string,
  folders: string[],
  flags: ReportFlags,
): Promise<number> {
  const { reportRun, writeResults } = await import('../report/run-reports.ts');
  const { judgeRepeats } = await import('../verdict/repeats.ts');
  const all: RunFindings[] = [];
  for (const one of folders) all.push(reportRun(one, await recordingIn(one)));
  const whole = judgeRepeats(all, folders.length);
  writeResults(folder, whole, all);
  await show(host, all, whole, flags);
  return whole.exitCode;
}

async function show(host: Host, runs: RunFindings[], whole: RunFindings, flags: ReportFlags): Promise<void> {
  const { renderJson } = await import('../report/json.ts');
  const { showFindings, showRepeats } = await import('./show.ts');
  if (flags.json) return host.stdout.write(renderJson(whole));
  const colors = colorsFor(flags.color ?? 'auto', host, host.stdout);
  for (const findings of runs) showFindings(host, findings, colors);
  showRepeats(host, whole, colors);
}

/** A run whose process was killed never gave its recording its final name. */
async function recordingIn(folder: string): Promise<Recording> {
  const { readRecording } = await import('../recording/read.ts');
  const { partialName, recordingName } = await import('../recording/write.ts');
  const isPartial = !existsSync(join(folder, recordingName)) && existsSync(join(folder, partialName));
  return readRecording(folder, isPartial ? partialName : recordingName);
}

/** The `--repeat` folders 1, 2, ... that have a recording; none if the folder itself has one. */
async function repeatsIn(folder: string): Promise<string[]> {
  const { recordingName } = await import('../recording/write.ts');
  if (existsSync(join(folder, recordingName))) return [];
  const folders: string[] = [];
  while (existsSync(join(folder, String(folders.length + 1), recordingName)))
    folders.push(join(folder, String(folders.length + 1)));
  return folders;
}
